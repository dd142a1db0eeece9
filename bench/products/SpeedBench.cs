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
    private const int Rounds = 5;
    private const int Repeats = 60;

    public static int Run(RuleSet rules, string file)
    {
        var records = File.ReadLines(file).Select(static line => JsonSerializer.Deserialize<ListingRecord>(line, JsonContract.Compact)!).ToArray();
        var views = records.Select((record, index) => new ListingView(Lengthen(record, records, index))).ToArray();
        var day = DateOnly.FromDateTime(DateTime.UtcNow);
        var total = 0.0;
        total += Time("nothing asked", static facts => facts.Record is null);
        total += Time("product and price", static facts => facts.Price is null && facts.Offer.Product is null);
        total += Time("certificate numbers", static facts => facts.Claimed.State is null);
        total += Time("domains", static facts => facts.Domains.Count == 0);
        total += Time("spectrum", static facts => facts.Spectrum.Count == 0);
        Console.WriteLine($"all facts: {total:0.00} µs a listing of {Characters} characters (bar 15)");
        return total <= 15 ? 0 : 1;

        double Time(string name, Func<ListingFacts, bool> read)
        {
            var best = double.MaxValue;
            var empty = 0;
            for (var round = 0; round < Rounds; round++)
            {
                // Processor time: other work on the machine does not count. Its clock ticks in 10 ms, so a round lasts many.
                var before = Process.GetCurrentProcess().TotalProcessorTime;
                for (var repeat = 0; repeat < Repeats; repeat++)
                {
                    foreach (var view in views)
                    {
                        if (read(new(rules.Facts, view, day))) empty++;
                    }
                }
                best = Math.Min(best, (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMicroseconds / views.Length / Repeats);
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
