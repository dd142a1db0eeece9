using System.Diagnostics;
using System.Globalization;
using System.Text;
using AngleSharp.Html.Parser;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Extraction;

namespace Ecom389.Monitor.Bench.Extract;

/// <summary>What extraction costs a page, in one process, over and over: for comparing two builds.</summary>
internal static class Speed
{
    private const int MostPages = 500;

    /// <param name="folder">Saved pages; the first 500 by name.</param>
    /// <param name="layers">Layers to read with.</param>
    /// <param name="asCrawled">As a crawl does it: a source whose pattern says that each page is a listing; without AngleSharp's parse beside it, and more rounds.</param>
    public static void Measure(string folder, ExtractionLayers layers, bool asCrawled)
    {
        var extractor = new PageExtractor(new() { Layers = layers });
        var captures = Directory.EnumerateFiles(folder, "*.html", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(MostPages)
            .Select(file => Pages.Load(file, "http://s1.localhost:18081/san-pham/" + Path.GetFileName(file))).ToList();
        var source = asCrawled ? new SourceDefinition { Id = "shop", Name = "shop", Channel = Channel.Marketplace, Pages = new() { Listing = ["/san-pham/*"], Skip = ["/danh-muc/*", "/ho-tro/*", "/tim-kiem*", "/$", "/shop/*"] } } : null;
        var rounds = asCrawled ? 16 : 4;
        var least = double.MaxValue;
        for (var round = 0; round < rounds; round++)
        {
            if (!asCrawled) ParseAlone(captures);
            var (cpu, collections, allocated) = (Cpu(), GC.CollectionCount(2), GC.GetAllocatedBytesForCurrentThread());
            var watch = Stopwatch.StartNew();
            foreach (var capture in captures) extractor.Extract(capture, source);
            var each = (Cpu() - cpu).TotalSeconds / captures.Count * 1000;
            least = Math.Min(least, each);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{captures.Count} pages, {captures.Sum(c => (long)c.Body.Length) / 1e6:0.0} MB: {watch.Elapsed.TotalSeconds:0.00} s, {each:0.000} CPU-s a 1,000 pages, {(GC.GetAllocatedBytesForCurrentThread() - allocated) / 1024.0 / captures.Count:0} KB allocated a page, {GC.CollectionCount(2) - collections} gen-2 collections"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"least: {least:0.000} CPU-s a 1,000 pages"));
    }

    private static void ParseAlone(List<Capture> captures)
    {
        var parse = Stopwatch.StartNew();
        foreach (var capture in captures)
        {
            using var document = new HtmlParser().ParseDocument(Encoding.UTF8.GetString(capture.Body.Span));
        }

        Console.Write(string.Create(CultureInfo.InvariantCulture, $"parsing alone {parse.Elapsed.TotalMilliseconds / captures.Count:0.00} ms a page; "));
    }

    private static TimeSpan Cpu()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
}
