using System.Text.Json;
using Ecom389.Monitor.Bench.Obfuscate.Tricks;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Rules;

namespace Ecom389.Monitor.Bench.Obfuscate;

/// <summary>A labelled listing as far as the measurement needs it.</summary>
public sealed record LabelledRecord(ListingRecord Listing, bool Suspicious, IReadOnlyList<string> Cues)
{
    /// <summary>Reads labelled lines.</summary>
    public static IEnumerable<LabelledRecord> Read(string path)
    {
        foreach (var line in File.ReadLines(path))
        {
            using var row = JsonDocument.Parse(line);
            var label = row.RootElement.GetProperty("label");
            yield return new(
                JsonSerializer.Deserialize<ListingRecord>(line, JsonContract.Compact)!,
                label.GetProperty("verdict").GetString() is "suspicious",
                [.. label.GetProperty("cues").EnumerateArray().Select(static cue => cue.GetString()!)]);
        }
    }
}

/// <summary>What rules alone flag before and after a rewriting.</summary>
public sealed record Effect(int Suspicious, int FoundBefore, int FoundAfter, int Clean, int AlarmsBefore, int AlarmsAfter)
{
    /// <summary>Points of recall lost, of 100.</summary>
    public double RecallLost => 100.0 * (FoundBefore - FoundAfter) / Math.Max(1, Suspicious);

    /// <summary>Points of false alarms gained, of 100.</summary>
    public double AlarmsGained => 100.0 * (AlarmsAfter - AlarmsBefore) / Math.Max(1, Clean);

    public static Effect operator +(Effect a, Effect b) =>
        new(a.Suspicious + b.Suspicious, a.FoundBefore + b.FoundBefore, a.FoundAfter + b.FoundAfter, a.Clean + b.Clean, a.AlarmsBefore + b.AlarmsBefore, a.AlarmsAfter + b.AlarmsAfter);
}

/// <summary>Measures how far rewriting moves the verdicts of rules alone.</summary>
public sealed class Obfuscation(RuleEngine engine, DateOnly asOf)
{
    /// <summary>Rewrites every record and compares.</summary>
    /// <param name="changed">Called for each record whose verdict moved for the worse, with its rewritten form.</param>
    public Effect Measure(IReadOnlyList<LabelledRecord> records, Rewriter rewriter, Trick? trick, Action<LabelledRecord, ListingRecord>? changed = null)
    {
        var effect = new Effect(0, 0, 0, 0, 0, 0);
        foreach (var record in records)
        {
            var before = Flags(record.Listing);
            var hidden = rewriter.Rewrite(record.Listing, record.Cues, trick);
            var after = Flags(hidden);
            effect += record.Suspicious
                ? new(1, before ? 1 : 0, after ? 1 : 0, 0, 0, 0)
                : new(0, 0, 0, 1, before ? 1 : 0, after ? 1 : 0);
            if (before != after && record.Suspicious == before) changed?.Invoke(record, hidden);
        }
        return effect;
    }

    private bool Flags(ListingRecord listing)
    {
        var signals = new List<Signal>();
        engine.Find(new(listing), asOf, signals);
        return RuleVerdict.Of(signals).Flagged;
    }
}
