using System.Collections.Concurrent;
using Ecom389.Monitor.Core;
using Microsoft.Playwright;

namespace Ecom389.Monitor.Crawling;

/// <summary>
/// Stands between a page and the network: blocks what is not read, asks about navigations, keeps JSON answers; for a rich capture keeps
/// every answer, the document's and the pictures' too.
/// </summary>
internal sealed class PageWatch(IPage page, FetchRequest request, FetchLimits limits, bool rich, CancellationToken cancellationToken)
{
    private const int MaxSubResourceBytes = 2 * 1024 * 1024;

    private readonly int _most = rich ? 200 : 60;

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
            if (_answers.Count < _most && (rich ? response.Status is >= 200 and < 300 : response.Request.ResourceType is "xhr" or "fetch")) _answers.Enqueue(ReadAsync(response, rich));
        };
        await page.RouteAsync("**/*", RouteAsync).WaitAsync(cancellationToken);
    }

    /// <summary>The answers kept, in the order they came, together no larger than a page may be.</summary>
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
            if (asked.ResourceType is "font" or "media" or "texttrack" or "manifest" or "ping" or "cspviolationreport" or "prefetch" || (asked.ResourceType is "image" && !rich))
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

    private static async Task<SubResource?> ReadAsync(IResponse response, bool whole)
    {
        try
        {
            var type = response.Headers.GetValueOrDefault("content-type", "");
            if (!whole && !type.Contains("json", StringComparison.OrdinalIgnoreCase)) return null;
            if (response.Headers.TryGetValue("content-length", out var length) && long.TryParse(length, System.Globalization.CultureInfo.InvariantCulture, out var bytes) && bytes > MaxSubResourceBytes) return null;
            var body = await response.BodyAsync();
            if (body.Length > MaxSubResourceBytes) return null;
            return new SubResource(response.Url, response.Status, type, body) { Headers = whole ? [.. (await response.HeadersArrayAsync()).Select(field => new HeaderField(field.Name, field.Value))] : [] };
        }
        catch (PlaywrightException)
        {
            // The browser has let go of the body: a redirect, an aborted request, or the page closed.
            return null;
        }
    }
}
