using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection;
using Ecom389.Monitor.Detection.Products;

namespace Ecom389.Monitor.Bench.Products;

/// <summary>One labelled title, or the first lines of a post.</summary>
internal sealed record LabelledTitle(string Half, string? Title, string? Post, string Kind, string? Product, int? StorageGb);

/// <summary>
/// Measures product matching. A title is positive when it offers a known model itself; the answer is right when it names that very
/// model. Precision is over answers, recall over positive titles; bounds are Wilson's at 95 %.
/// </summary>
internal static class TitleBench
{
    private const double PrecisionBar = 0.97;
    private const double RecallBar = 0.90;

    public static int Run(ProductMatcher matcher, string file, string[] args)
    {
        var rows = File.ReadLines(file).Select(static line => JsonSerializer.Deserialize<LabelledTitle>(line, JsonContract.Compact)!).ToArray();
        var show = Array.IndexOf(args, "--errors") is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : "";
        Console.WriteLine($"{matcher.Products.Count} models");
        Console.WriteLine("half       titles  offering-a-model  answered  right  precision [95 %]          recall [95 %]             kind-right  storage-right");
        var held = true;
        foreach (var half in rows.GroupBy(static row => row.Half))
        {
            int answered = 0, right = 0, kinds = 0, storages = 0, storageRows = 0;
            foreach (var row in half)
            {
                var offer = Match(matcher, row);
                var answer = offer.Kind == OfferKind.Product ? offer.Product!.Id : null;
                if (answer is not null) answered++;
                if (answer is not null && answer == row.Product) right++;
                if (string.Equals(offer.Kind.ToString(), row.Kind, StringComparison.OrdinalIgnoreCase)) kinds++;
                if (row.StorageGb is { } storage && answer == row.Product)
                {
                    storageRows++;
                    if (offer.StorageGb == storage) storages++;
                }
                if (show == half.Key && answer != row.Product) Console.WriteLine($"  {(row.Product is null ? "WRONG " : answer is null ? "MISSED" : "OTHER ")} [{row.Kind} {row.Product}] got [{offer.Kind} {offer.Product?.Id}] {row.Title ?? row.Post!.ReplaceLineEndings(" / ")}");
            }
            var positive = half.Count(static row => row.Product is not null);
            var (precision, recall) = ((double)right / Math.Max(1, answered), (double)right / Math.Max(1, positive));
            Console.WriteLine($"{half.Key,-9}  {half.Count(),6}  {positive,16}  {answered,8}  {right,5}  {precision:0.000} {Interval(right, answered)}  {recall:0.000} {Interval(right, positive)}  {(double)kinds / half.Count():0.000}       {storages}/{storageRows}");
            held &= precision >= PrecisionBar && recall >= RecallBar;
        }
        Console.WriteLine(held ? $"bars hold: precision >= {PrecisionBar}, recall >= {RecallBar}" : $"BAR BROKEN: precision >= {PrecisionBar}, recall >= {RecallBar}");
        return held ? 0 : 1;
    }

    /// <summary>Prints what each line offers: for looking at titles that nobody labelled.</summary>
    public static int Match(ProductMatcher matcher, string file)
    {
        foreach (var line in File.ReadLines(file))
        {
            var offer = matcher.Match(new(new ListingRecord { Title = line }));
            Console.WriteLine($"{offer.Kind}\t{offer.Product?.Id}\t{offer.StorageGb}\t{offer.Condition}\t{line}");
        }
        return 0;
    }

    private static ProductOffer Match(ProductMatcher matcher, LabelledTitle row) =>
        matcher.Match(new(row.Title is { } title ? new ListingRecord { Title = title } : new ListingRecord { Description = row.Post! }));

    /// <summary>Wilson's interval of a proportion at 95 %.</summary>
    internal static string Interval(int hits, int of)
    {
        if (of == 0) return "[-]            ";
        const double Z = 1.96;
        var (n, p) = ((double)of, (double)hits / of);
        var centre = (p + Z * Z / (2 * n)) / (1 + Z * Z / n);
        var half = Z * Math.Sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n);
        return $"[{Math.Max(0, centre - half):0.000}-{Math.Min(1, centre + half):0.000}]";
    }
}
