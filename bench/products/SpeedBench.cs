using System.Diagnostics;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection;
using Ecom389.Monitor.Detection.Facts;
using Ecom389.Monitor.Detection.Rules;

namespace Ecom389.Monitor.Bench.Products;

/// <summary>Time of each fact alone, on listings brought to 800 characters; the normalised view is made beforehand, as the scorer does.</summary>
internal static class SpeedBench
{
    private const int Characters = 800;
    private const int Rounds = 7;

    public static int Run(RuleSet rules, string file)
    {
        var records = File.ReadLines(file).Select(static line => JsonSerializer.Deserialize<ListingRecord>(line, JsonContract.Compact)!).ToArray();
        var views = records.Select((record, index) => new ListingView(Lengthen(record, records, index))).ToArray();
        var day = DateOnly.FromDateTime(DateTime.UtcNow);
        var total = 0.0;
        total += Time("product and price", static facts => facts.Price is null && facts.Offer.Product is null);
        total += Time("conformity", static facts => facts.Conformity.State is null);
        total += Time("domains", static facts => facts.Domains.Count == 0);
        total += Time("spectrum", static facts => facts.Spectrum.Count == 0);
        Console.WriteLine($"all facts: {total:0.00} µs a listing of {Characters} characters (bar 15; conformity is measured with the product, which it asks for)");
        return total <= 15 ? 0 : 1;

        double Time(string name, Func<ListingFacts, bool> read)
        {
            var best = double.MaxValue;
            var empty = 0;
            for (var round = 0; round < Rounds; round++)
            {
                var clock = Stopwatch.StartNew();
                foreach (var view in views)
                {
                    if (read(new(rules.Facts, view, day))) empty++;
                }
                best = Math.Min(best, clock.Elapsed.TotalMicroseconds / views.Length);
            }
            Console.WriteLine($"{name,-20} {best,6:0.00} µs");
            return best;
        }
    }

    private static ListingRecord Lengthen(ListingRecord record, ListingRecord[] all, int index)
    {
        var text = record.Description;
        for (var i = index + 1; text.Length < Characters; i++) text += "\n" + all[i % all.Length].Description;
        return record with { Description = text[..Characters] };
    }
}
