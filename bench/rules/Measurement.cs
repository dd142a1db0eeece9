using System.IO.Compression;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection;
using Ecom389.Monitor.Detection.Rules;

namespace Ecom389.Monitor.Bench.Rules;

/// <summary>
/// Runs all rules over the labelled sets and the ordinary real listings and counts. A listing is judged as of the day it was
/// published, so that the figures do not depend on the day of measuring.
/// </summary>
internal sealed class Measurement(RuleEngine engine, Action<string, LabelledListing, IReadOnlyList<Signal>, RuleVerdict>? show)
{
    private static readonly string[] OrdinaryFiles = ["ordinary-listings", "ordinary-borrowed-metadata"];

    private readonly HashSet<string> _high = [.. engine.Rules.Rules.Where(static rule => rule is { Level: RuleLevel.High, Status: RuleStatus.Active }).Select(static rule => rule.Id)];

    /// <summary>Active and shadow rules, and contexts, by id.</summary>
    public Dictionary<string, RuleTally> Rules { get; } = engine.Rules.Rules
        .Where(static rule => rule.Status is RuleStatus.Active or RuleStatus.Shadow).Select(static rule => rule.Id)
        .Concat(engine.Rules.Contexts.Select(static cue => "context." + cue.Id)).ToDictionary(static id => id, static _ => new RuleTally(), StringComparer.Ordinal);

    public List<SetTally> Sets { get; } = [];

    public List<OrdinaryTally> Ordinary { get; } = [];

    public OfferTally Offers { get; } = new();

    /// <summary>Measures one labelled set.</summary>
    public void RunSet(string path, KnownKinds kinds)
    {
        var tally = new SetTally(Path.GetFileNameWithoutExtension(path));
        foreach (var labelled in LabelledListing.Read(path))
        {
            var (signals, ids, verdict) = Judge(labelled.Listing);
            tally.Count(labelled, signals, verdict);
            foreach (var id in ids)
            {
                var hits = Rules[id].In(tally.Name);
                if (labelled.Suspicious) hits.Suspicious++;
                else hits.Clean++;
            }
            foreach (var signal in signals.DistinctBy(static signal => signal.Id))
            {
                if (labelled.Suspicious && signal.Violation is { } code && !labelled.Label.Violations.Contains(code, StringComparer.Ordinal)) Rules[signal.Id].OtherCode++;
            }
            Offers.Count(kinds.Of(labelled.Listing.Id), labelled, ids);
            show?.Invoke(tally.Name, labelled, signals, verdict);
        }
        Sets.Add(tally);
    }

    /// <summary>Measures the two files of ordinary real listings in a folder.</summary>
    public void RunOrdinary(string folder, Action<string, ListingRecord, IReadOnlyList<Signal>>? shown)
    {
        for (var file = 0; file < OrdinaryFiles.Length; file++)
        {
            var tally = new OrdinaryTally(OrdinaryFiles[file]);
            using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(folder, OrdinaryFiles[file] + ".jsonl.gz")), CompressionMode.Decompress));
            while (reader.ReadLine() is { } line)
            {
                var record = JsonSerializer.Deserialize<ListingRecord>(line, JsonContract.Compact)!;
                var (signals, ids, verdict) = Judge(record);
                tally.Rows++;
                if (verdict.Flagged) tally.Flagged++;
                var high = ids.Overlaps(_high);
                if (high) tally.HitByHigh++;
                foreach (var id in ids) Rules[id].Ordinary[file]++;
                if (verdict.Flagged || high) shown?.Invoke(tally.Name, record, signals);
            }
            Ordinary.Add(tally);
        }
    }

    private (List<Signal> Signals, HashSet<string> Ids, RuleVerdict Verdict) Judge(ListingRecord record)
    {
        var view = new ListingView(record);
        var asOf = DateOnly.TryParseExact(record.PostedAt, "yyyy-MM-dd", out var day) ? day : DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var signals = new List<Signal>();
        engine.Find(view, asOf, signals);
        var ids = signals.Select(static signal => signal.Id).ToHashSet(StringComparer.Ordinal);
        ids.UnionWith(engine.Holding(view, asOf, static rule => rule.Status == RuleStatus.Shadow).Select(static rule => rule.Id));
        return (signals, ids, RuleVerdict.Of(signals));
    }
}
