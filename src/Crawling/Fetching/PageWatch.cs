using System.Collections.Concurrent;
using Ecom389.Monitor.Core;
using Microsoft.Playwright;

namespace Ecom389.Monitor.Crawling;

/// <summary>Stands between a page and the network: blocks what is not read, asks about navigations, keeps JSON answers.</summary>
internal sealed class PageWatch(IPage page, FetchRequest request, FetchLimits limits, CancellationToken cancellationToken)
{
    private const int MaxSubResources = 60;
    private const int MaxSubResourceBytes = 2 * 1024 * 1024;

    private readonly ConcurrentQueue<Task<SubResource?>> _answers = new();
    private volatile FetchFailure? _refusal;
    private volatile bool _crashed;

    /// <summary>Why a navigation of the page was stopped, or null.</summary>
    public FetchFailure? Refusal => _refusal;

    public bool Crashed => _crashed;

    public async Task AttachAsync()
    {
        page.Crash += (_, _) => _crashed = true;
        page.Dialog += async (_, dialog) => await dialog.DismissAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        page.Response += (_, response) =>
        {
            if (_answers.Count < MaxSubResources && response.Request.ResourceType is "xhr" or "fetch") _answers.Enqueue(ReadAsync(response));
        };
        await page.RouteAsync("**/*", RouteAsync).WaitAsync(cancellationToken);
    }

    /// <summary>JSON answers in the order they came, together no larger than a page may be.</summary>
    public async Task<IReadOnlyList<SubResource>> SubResourcesAsync(CancellationToken stop)
    {
        var kept = new List<SubResource>();
        var left = limits.MaxInflatedBytes;
        foreach (var answer in _answers)
        {
            if (await answer.WaitAsync(stop) is not { } resource || resource.Body.Length > left) continue;
            left -= resource.Body.Length;
            kept.Add(resource);
        }

        return kept;
    }

    private async Task RouteAsync(IRoute route)
    {
        try
        {
            var asked = route.Request;
            if (asked.ResourceType is "image" or "font" or "media" or "texttrack" or "manifest" or "ping" or "cspviolationreport" or "prefetch")
            {
                await route.AbortAsync("blockedbyclient");
                return;
            }

            if (asked.IsNavigationRequest && ReferenceEquals(asked.Frame, page.MainFrame) && !string.Equals(asked.Url, request.Url, StringComparison.Ordinal)
                && Uri.TryCreate(asked.Url, UriKind.Absolute, out var target)
                && !string.Equals(target.AbsoluteUri, new Uri(request.Url).AbsoluteUri, StringComparison.Ordinal)
                && await BrowserFetcher.AdmitAsync(request, target, cancellationToken) is { } refusal)
            {
                _refusal = refusal;
                await route.AbortAsync("blockedbyclient");
                return;
            }

            await route.ContinueAsync();
        }
        catch (Exception fault) when (fault is PlaywrightException or OperationCanceledException)
        {
            // The page is gone and its requests with it.
        }
    }

    private static async Task<SubResource?> ReadAsync(IResponse response)
    {
        try
        {
            if (!response.Headers.TryGetValue("content-type", out var type) || !type.Contains("json", StringComparison.OrdinalIgnoreCase)) return null;
            if (response.Headers.TryGetValue("content-length", out var length) && long.TryParse(length, System.Globalization.CultureInfo.InvariantCulture, out var bytes) && bytes > MaxSubResourceBytes) return null;
            var body = await response.BodyAsync();
            return body.Length > MaxSubResourceBytes ? null : new SubResource(response.Url, response.Status, type, body);
        }
        catch (PlaywrightException)
        {
            // The browser has let go of the body: a redirect, an aborted request, or the page closed.
            return null;
        }
    }
}
