using System.Text;
using Ecom389.Monitor.Core;
using Microsoft.Playwright;

namespace Ecom389.Monitor.Crawling;

/// <summary>
/// Renders pages of one source in Chromium through the egress proxy: images, fonts and media are left out, JSON answers kept as
/// sub-resources, the DOM after rendering is the body.
/// </summary>
public sealed class BrowserFetcher : IPageFetcher
{
    private readonly BrowserHost _host;
    private readonly EgressProxy _proxy;
    private readonly EgressCredential _credential;
    private readonly CrawlContact _contact;
    private readonly FetchLimits _limits;
    private readonly TimeProvider _time;

    /// <summary>Takes rich captures: the document as answered, pictures, a full-page picture, a print, certificates.</summary>
    public bool Rich { get; init; }

    /// <summary>The session pages are seen with, or null.</summary>
    public StoredSession? Session { get; init; }

    public BrowserFetcher(BrowserHost host, EgressProxy proxy, EgressCredential credential, CrawlContact contact, FetchLimits limits, TimeProvider time)
    {
        _host = host;
        _proxy = proxy;
        _credential = credential;
        _contact = contact;
        _limits = limits;
        _time = time;
    }

    /// <inheritdoc/>
    /// <remarks>Throws <see cref="BrowserUnavailableException"/> when Chromium does not start.</remarks>
    public async Task<FetchResult> FetchAsync(FetchRequest request, CancellationToken cancellationToken)
    {
        using var total = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            // Starting the browser is not held against the page; scrolling takes its time beyond that of one page.
            await using var lease = await _host.OpenAsync(_credential, _contact, cancellationToken, Session);
            total.CancelAfter(TimeSpan.FromSeconds(request.Source.Limits.TimeoutSeconds + (2 * request.Source.Browser.MaxScrolls)));
            return await RenderAsync(lease.Context, request, total.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Closing the context ended the page; if even that hung, the browser is of no more use.
            return FetchResult.Fail("timeout-body", FetchFailureKind.Retryable, null, request.Source.Limits.TimeoutSeconds);
        }
        catch (TimeoutException)
        {
            return FetchResult.Fail("timeout-body", FetchFailureKind.Retryable, null, request.Source.Limits.TimeoutSeconds);
        }
        catch (PlaywrightException fault)
        {
            return await FaultAsync(fault, request);
        }
    }

    private async Task<FetchResult> RenderAsync(IBrowserContext context, FetchRequest request, CancellationToken cancellationToken)
    {
        var page = await context.NewPageAsync().WaitAsync(cancellationToken);
        var watch = new PageWatch(page, request, _limits, Rich, cancellationToken);
        await watch.AttachAsync();
        var taking = Rich ? new RichTaking(page, request.Source.Redact) : null;
        if (taking is not null) await taking.AttachAsync(cancellationToken);
        var response = await page.GotoAsync(request.Url, new PageGotoOptions
        {
            WaitUntil = WaitUntilState.DOMContentLoaded,
            Timeout = request.Source.Limits.TimeoutSeconds * 1000f,
        }).WaitAsync(cancellationToken);
        var capturedAt = _time.GetUtcNow();
        if (watch.Refusal is { } early) return FetchResult.Of(early);
        if (response is null) return FetchResult.Fail("render", FetchFailureKind.Retryable, null, "no response");
        var headers = await response.HeadersArrayAsync().WaitAsync(cancellationToken);
        if (headers.FirstOrDefault(field => field.Name.Equals(EgressProxy.RefusalHeader, StringComparison.OrdinalIgnoreCase)) is { } refused)
            return FetchResult.Fail(refused.Value, HttpFetcher.KindOf(refused.Value));
        var redirects = Redirects(response.Request);
        foreach (var hop in redirects)
            if (await AdmitAsync(request, hop, cancellationToken) is { } failure) return FetchResult.Of(failure);
        var rendered = await new PageSteps(page, request.Source.Browser).RunAsync(cancellationToken);
        if (watch.Refusal is { } late) return FetchResult.Of(late);
        if (watch.Crashed) return FetchResult.Fail("browser-crash", FetchFailureKind.Retryable);
        var taken = taking is null ? null : await taking.RunAsync(response, cancellationToken);
        var body = Encoding.UTF8.GetBytes(await page.ContentAsync().WaitAsync(cancellationToken));
        if (body.Length > _limits.MaxInflatedBytes) return FetchResult.Fail("too-large", FetchFailureKind.Permanent, null, _limits.MaxInflatedBytes);
        var facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["browser.version"] = context.Browser?.Version ?? "" };
        foreach (var (key, value) in rendered) facts[key] = value;
        foreach (var (key, value) in taken?.Facts ?? new Dictionary<string, string>(StringComparer.Ordinal)) facts[key] = value;
        var answers = await watch.SubResourcesAsync(cancellationToken);
        var document = taken is null ? null : answers.FirstOrDefault(answer => string.Equals(answer.Url, response.Url, StringComparison.Ordinal));
        var sent = await response.Request.HeadersArrayAsync().WaitAsync(cancellationToken);
        return FetchResult.Of(new Capture
        {
            Id = Guid.CreateVersion7(capturedAt),
            SourceId = request.Source.Id,
            RequestUrl = request.Url,
            Url = page.Url,
            CapturedAt = capturedAt,
            Mode = RenderMode.Browser,
            Status = response.Status,
            ServerAddress = Uri.TryCreate(page.Url, UriKind.Absolute, out var reached) ? _proxy.LastReached(request.Source.Id, reached.IdnHost)?.ToString() : null,
            RequestHeaders = [.. sent.Where(field => !field.Name.StartsWith("proxy-", StringComparison.OrdinalIgnoreCase)).Select(field => new HeaderField(field.Name, field.Name.Equals("cookie", StringComparison.OrdinalIgnoreCase) ? "[redacted]" : field.Value))],
            ResponseHeaders = [.. headers.Select(field => new HeaderField(field.Name, field.Value))],
            Body = body,
            BodySha256 = ContentHash.Of(body),
            Redirects = [.. redirects.Select(hop => hop.AbsoluteUri)],
            SubResources = document is null ? answers : [.. answers.Where(answer => answer != document)],
            Document = document,
            Attachments = taken?.Attachments ?? [],
            Redactions = taken?.Masked ?? [],
            RetentionClass = Rich ? "finding" : "crawl",
            Facts = facts,
        });
    }

    private async Task<FetchResult> FaultAsync(PlaywrightException fault, FetchRequest request)
    {
        if (_proxy.LastRefusal(_credential.SourceId, new Uri(request.Url).Host.Trim('[', ']')) is { Refusal: { } code } decision
            && _time.GetUtcNow() - decision.At < TimeSpan.FromMinutes(2) && fault.Message.Contains("net::ERR_", StringComparison.Ordinal))
            return FetchResult.Fail(code, HttpFetcher.KindOf(code));
        var crashed = fault.Message.Contains("crash", StringComparison.OrdinalIgnoreCase) || fault.Message.Contains("closed", StringComparison.OrdinalIgnoreCase);
        if (crashed) await _host.DiscardAsync();
        return crashed
            ? FetchResult.Fail("browser-crash", FetchFailureKind.Retryable)
            : FetchResult.Fail("render", FetchFailureKind.Retryable, null, fault.Message.Split('\n')[0]);
    }

    internal static async ValueTask<FetchFailure?> AdmitAsync(FetchRequest request, Uri target, CancellationToken cancellationToken) =>
        request.Admit is { } admit && await admit(target, cancellationToken) is { } code
            ? new FetchFailure(code, Messages.Format("fetch.redirect-refused", target.AbsoluteUri, code), FetchFailureKind.Refused)
            : null;

    private static List<Uri> Redirects(IRequest last)
    {
        var hops = new List<Uri>();
        for (var hop = last; hop.RedirectedFrom is { } from; hop = from)
            if (Uri.TryCreate(hop.Url, UriKind.Absolute, out var url)) hops.Insert(0, url);
        return hops;
    }
}
