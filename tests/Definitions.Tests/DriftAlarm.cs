using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Ecom389.Monitor.Definitions.Tests;

/// <summary>The product's drift alarm on what two nights read: three nights of a hundred listings like the first, then one like the second.</summary>
internal static class DriftAlarm
{
    private const int Copies = 100;

    public static IReadOnlyList<FillDrop> Raised(IReadOnlyList<PageExtraction> before, IReadOnlyList<PageExtraction> after)
    {
        var history = Enumerable.Range(0, 3).Select(night => Fill(before, Replica.CapturedAt.AddDays(-1 - night))).ToList();
        return DriftTest.Judge(Fill(after, Replica.CapturedAt), history, Limits());
    }

    // Counted as FillMeter counts: pages of listings and posts, each field and each field of the definition's own selectors.
    private static SourceFill Fill(IReadOnlyList<PageExtraction> pages, DateTimeOffset at)
    {
        var listings = pages.Where(page => page.Kind is PageKind.Listing or PageKind.Timeline).SelectMany(page => page.Listings).ToList();
        var measures = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var listing in listings)
        {
            foreach (var (name, isFilled) in FillFields.All)
                if (isFilled(listing)) measures[name] = measures.GetValueOrDefault(name) + Copies;
            foreach (var (field, from) in listing.Provenance)
                if (from.StartsWith("selector:", StringComparison.Ordinal)) measures[FillFields.Own + field] = measures.GetValueOrDefault(FillFields.Own + field) + Copies;
        }

        return new(Guid.CreateVersion7(at), "tiem-thu", "v1", at, pages.Count * Copies, pages.Count(page => page.Listings.Count > 0) * Copies, listings.Count * Copies, measures);
    }

    private static DriftLimits Limits()
    {
        using var reader = File.OpenText(Path.Combine(Repository.Root, "rules", "drift.yaml"));
        var row = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).IgnoreUnmatchedProperties().Build().Deserialize<Row>(reader);
        return new(row.Alpha, row.MinDrop, row.MinBefore, row.MinListings, row.MinRuns, row.Runs, row.Overdispersion);
    }

    private sealed class Row
    {
        public double Alpha { get; set; }

        public double MinDrop { get; set; }

        public double MinBefore { get; set; }

        public int MinListings { get; set; }

        public int MinRuns { get; set; }

        public int Runs { get; set; }

        public double Overdispersion { get; set; }
    }
}
