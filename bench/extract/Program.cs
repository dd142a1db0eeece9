using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Ecom389.Monitor.Bench.Extract;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Extraction;

// usage: bench-extract DATA [--layers all|jsonld,microdata,…] [--wrong] [--each] [--markdown [FILE]] | --page FILE URL | --prices DATA [--wrong] | --listings FOLDER [FIELD whose misses are shown]
// DATA is a folder with dienmayxanh-pages/ and product-extraction-benchmark/ (shared/data/real).
if (args.Length == 0)
{
    Console.Error.WriteLine("usage: bench-extract DATA [--layers NAMES] [--wrong] [--each] [--markdown [FILE]] | --page FILE URL | --prices DATA [--wrong] | --speed FOLDER [--as-crawled] | --dump FILE FOLDER… | --crawl fetch|bare|LAYERS OUT | --listings FOLDER [category|condition|brand|price|intent]");
    return 2;
}

switch (args[0])
{
    case "--page":
        Console.WriteLine(ExtractResult.ToJson(new PageExtractor(new() { Layers = LayersOf(args) }).Extract(Pages.Load(args[1], args[2]), null)).ToJsonString(JsonContract.Indented));
        return 0;
    case "--why":
        foreach (var vote in new PageExtractor(new() { Layers = LayersOf(args) }).Explain(Pages.Load(args[1], args[2]))) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{vote.Listing,5:0.0} {vote.List,5:0.0}  {vote.Why}"));
        return 0;
    case "--lines":
        var lines = new PageExtractor(new() { Layers = LayersOf(args) });
        foreach (var file in Directory.EnumerateFiles(args[1], "*.html").Order(StringComparer.Ordinal))
        {
            var json = ExtractResult.ToJson(lines.Extract(Pages.Load(file, args[2]), null));
            json["file"] = Path.GetFileName(file);
            Console.WriteLine(json.ToJsonString(JsonContract.Compact));
        }

        return 0;
    case "--listings":
        Listings.Measure(args[1], args.Length > 2 ? args[2] : null);
        return 0;
    case "--prices":
        foreach (var (name, right, of) in Sets.PriceStrings(args[1], args.Contains("--wrong", StringComparer.Ordinal))) Console.WriteLine(FormattableString.Invariant($"price strings, {name}: {right} of {of} right ({(double)right / of:0.000})"));
        return 0;
    case "--crawl":
        await CrawlBench.RunAsync(args[1], args[2]);
        return 0;
    case "--dump":
        Console.WriteLine($"{await Dump.WriteAsync(args[1], args.Skip(2))} extractions");
        return 0;
    case "--speed":
        Speed.Measure(args[1], LayersOf(args), asCrawled: args.Contains("--as-crawled", StringComparer.Ordinal));
        return 0;
}

if (!Directory.Exists(args[0]))
{
    Console.Error.WriteLine($"{args[0]}: no such folder; the shared data lie at ../shared/data/real beside the repository.");
    return 1;
}

var markdown = Array.IndexOf(args, "--markdown");
if (markdown >= 0)
{
    var tables = await Report.MarkdownAsync(args[0]);
    if (markdown + 1 >= args.Length) Console.Write(tables);
    else if (!Report.Replace(args[markdown + 1], tables))
    {
        Console.Error.WriteLine($"{args[markdown + 1]}: has no marks between which figures go.");
        return 1;
    }

    return 0;
}

if (args.Contains("--each", StringComparer.Ordinal))
{
    foreach (var layers in (ReadOnlySpan<ExtractionLayers>)[ExtractionLayers.JsonLd, ExtractionLayers.Microdata, ExtractionLayers.OpenGraph, ExtractionLayers.State, ExtractionLayers.Heuristics,
        ExtractionLayers.JsonLd | ExtractionLayers.Microdata, ExtractionLayers.JsonLd | ExtractionLayers.Microdata | ExtractionLayers.OpenGraph, ExtractionLayers.All & ~ExtractionLayers.Heuristics, ExtractionLayers.All])
    {
        Console.WriteLine($"== {layers}");
        Sets.Measure(args[0], layers, showWrong: false);
    }

    return 0;
}

Sets.Measure(args[0], LayersOf(args), args.Contains("--wrong", StringComparer.Ordinal));
return 0;

static ExtractionLayers LayersOf(string[] args)
{
    var at = Array.IndexOf(args, "--layers");
    return at < 0 || at + 1 >= args.Length ? ExtractionLayers.All : Enum.Parse<ExtractionLayers>(args[at + 1], ignoreCase: true);
}
