using System.Globalization;
using System.Text;
using Ecom389.Monitor.Extraction;

namespace Ecom389.Monitor.Bench.Extract;

/// <summary>The tables of docs/extraction.md: per set and field precision and recall, and what each layer contributes.</summary>
internal static class Report
{
    private const string Begin = "<!-- figures: bench/extract --markdown -->";
    private const string End = "<!-- end of figures -->";

    private static readonly (string Name, ExtractionLayers Layer)[] Layers =
    [
        ("selectors", ExtractionLayers.Selectors), ("JSON-LD", ExtractionLayers.JsonLd), ("microdata, RDFa", ExtractionLayers.Microdata), ("OpenGraph, meta", ExtractionLayers.OpenGraph),
        ("script state", ExtractionLayers.State), ("heuristics", ExtractionLayers.Heuristics),
    ];

    /// <summary>The tables as Markdown.</summary>
    public static async Task<string> MarkdownAsync(string data)
    {
        var text = new StringBuilder();
        var chain = Sets.Dienmayxanh(data, ExtractionLayers.All, showWrong: false);
        var world = Sets.Benchmark(data, ExtractionLayers.All, showWrong: false);
        text.AppendLine("| set | field | precision | recall | right of |").AppendLine("| --- | --- | --- | --- | --- |");
        foreach (var (field, tally) in chain) Row(text, "dienmayxanh-pages", field, tally);
        foreach (var (field, tally) in world) Row(text, "product-extraction-benchmark", field, tally);
        foreach (var (name, right, of) in Sets.PriceStrings(data, showWrong: false)) Line(text, $"| price-strings | {name} | {(double)right / of:0.000} | {(double)right / of:0.000} | {right} of {of} |");
        text.AppendLine().AppendLine("What each layer contributes: by itself, and what is lost without it.").AppendLine();
        text.AppendLine("| layers | benchmark price P | R | F1 | availability F1 | sku F1 | brand F1 | read as listings | dienmayxanh priceVnd | brand |").AppendLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var (name, layer) in Layers.Skip(1)) LayerRow(text, data, name, layer);
        foreach (var (name, layer) in Layers.Skip(1)) LayerRow(text, data, "all but " + name, ExtractionLayers.All & ~layer);
        LayerRow(text, data, "**all**", ExtractionLayers.All);
        await AppendReplicasAsync(text);
        return text.ToString();
    }

    /// <summary>Puts the tables between the marks of a document; false when it has none.</summary>
    public static bool Replace(string file, string tables)
    {
        var text = File.ReadAllText(file);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin) return false;
        File.WriteAllText(file, string.Concat(text.AsSpan(0, begin + Begin.Length), "\n", tables, text.AsSpan(end)));
        return true;
    }

    private static async Task AppendReplicasAsync(StringBuilder text)
    {
        text.AppendLine().AppendLine("Replicas of the definitions (`sources/*.json`), fields right of those a page shows; \"new theme\": every class, id and script hook renamed.").AppendLine();
        var columns = new List<(string Name, IReadOnlyList<(string Field, int Right, int Of)> Counts)>();
        foreach (var (name, layer) in Layers) columns.Add((name, await Replicas.MeasureAsync(layer, seed: null)));
        columns.Add(("**all**", await Replicas.MeasureAsync(ExtractionLayers.All, seed: null)));
        columns.Add(("all, new theme", await Replicas.MeasureAsync(ExtractionLayers.All, seed: 1)));
        text.Append("| field | of |");
        foreach (var (name, _) in columns) Line(text, $" {name} |", isLine: false);
        text.AppendLine().Append("| --- | --- |").AppendLine(string.Concat(columns.Select(_ => " --- |")));
        for (var i = 0; i < columns[0].Counts.Count; i++)
        {
            Line(text, $"| {columns[0].Counts[i].Field} | {columns[0].Counts[i].Of} |", isLine: false);
            foreach (var (_, counts) in columns) Line(text, $" {counts[i].Right} |", isLine: false);
            text.AppendLine();
        }
    }

    private static void LayerRow(StringBuilder text, string data, string name, ExtractionLayers layers)
    {
        var world = Sets.Benchmark(data, layers, showWrong: false).ToDictionary(f => f.Field.Split(' ')[0], f => f.Tally, StringComparer.Ordinal);
        var chain = Sets.Dienmayxanh(data, layers, showWrong: false).ToDictionary(f => f.Field, f => f.Tally, StringComparer.Ordinal);
        var (price, vnd, brand) = (world["price"], chain["priceVnd"], chain["brand"]);
        Line(text, $"| {name} | {price.Precision:0.000} | {price.Recall:0.000} | {price.F1:0.000} | {world["availability"].F1:0.000} | {world["sku"].F1:0.000} | {world["brand"].F1:0.000} | {world["page"].Right} / {world["page"].Wanted} | {vnd.Right} / {vnd.Wanted} | {brand.Right} / {brand.Wanted} |");
    }

    private static void Row(StringBuilder text, string set, string field, Tally tally) => Line(text, $"| {set} | {field} | {tally.Precision:0.000} | {tally.Recall:0.000} | {tally.Right} of {tally.Wanted} |");

    private static void Line(StringBuilder text, FormattableString line, bool isLine = true)
    {
        text.Append(line.ToString(CultureInfo.InvariantCulture));
        if (isLine) text.AppendLine();
    }
}
