using System.Diagnostics;

namespace Ecom389.Monitor.Crawling;

/// <summary>
/// Spans of a page's way, by .NET's OpenTelemetry source <c>Ecom389.Monitor</c>: <c>page</c> with <c>fetch</c> below it, and what the handler
/// adds. A page is a trace of its own, linked to the job that scans: a night as one trace would be millions of spans. Nothing is
/// made while nobody listens. Spans name sources, hosts and ids, never what a seller wrote.
/// </summary>
internal static class ScanSpans
{
    public const string Source = "Ecom389.Monitor";

    private static readonly ActivitySource Spans = new(Source);

    /// <summary>Begins a page's trace. The caller's flow goes on outside of it once the span is disposed.</summary>
    public static Activity? Page(string source, string host)
    {
        if (!Spans.HasListeners()) return null;
        var outer = Activity.Current;
        Activity.Current = null;
        var span = Spans.StartActivity("page", ActivityKind.Internal, default(ActivityContext), links: outer is null ? null : [new(outer.Context)]);
        if (span is null) Activity.Current = outer;
        return span?.SetTag("source.id", source).SetTag("server.address", host);
    }

    public static Activity? Fetch() => Spans.StartActivity("fetch", ActivityKind.Client);
}
