using System.Globalization;
using Ecom389.Monitor.Detection.Rules;

namespace Ecom389.Monitor.Bench.Rules;

/// <summary>Turns what was measured into tables.</summary>
internal static class Report
{
    /// <summary>Rules alone, set by set and pooled.</summary>
    public static Table Sets(Measurement measured)
    {
        var table = new Table("set", "listings", "suspicious", "flagged", "false alarms", "precision (95 %)", "recall (95 %)", "right code");
        foreach (var set in measured.Sets) Row(table, set.Name, [set]);
        Row(table, "all dev", measured.Sets.Where(static set => set.Name.StartsWith("dev-", StringComparison.Ordinal)));
        Row(table, "all own", measured.Sets.Where(static set => set.Name.StartsWith("own-", StringComparison.Ordinal)));
        Row(table, "all", measured.Sets);
        return table;
    }

    /// <summary>Ordinary real listings.</summary>
    public static Table Ordinary(Measurement measured)
    {
        var table = new Table("ordinary real listings", "rows", "flagged", "hit by a rule of level high", "share (95 %)");
        foreach (var file in measured.Ordinary)
        {
            var high = new Share(file.HitByHigh, file.Rows);
            table.Add(file.Name, Number(file.Rows), Number(file.Flagged), Number(file.HitByHigh), string.Create(CultureInfo.InvariantCulture, $"{100 * high.Value:0.00} % ({100 * high.Interval.Low:0.00}–{100 * high.Interval.High:0.00})"));
        }
        return table;
    }

    /// <summary>What is no offer to sell, by kind.</summary>
    public static Table Offers(OfferTally offers)
    {
        var table = new Table("no offer to sell", "listings", "recognised", "recall (95 %)", "by the context of its name");
        foreach (var (kind, (all, recognised, named)) in offers.Kinds) table.Add(kind, Number(all), Number(recognised), new Share(recognised, all).ToString(), Number(named));
        var total = new Share(offers.Kinds.Values.Sum(static kind => kind.Recognised), offers.Kinds.Values.Sum(static kind => kind.All));
        table.Add("all of these", Number(total.Whole), Number(total.Part), total.ToString(), "");
        table.Add("offers wrongly called no offer", Number(offers.Offers), Number(offers.OffersMistaken), new Share(offers.OffersMistaken, offers.Offers).ToString(), "");
        table.Add("of them suspicious ones", Number(offers.SuspiciousOffers), Number(offers.SuspiciousMistaken), new Share(offers.SuspiciousMistaken, offers.SuspiciousOffers).ToString(), "");
        return table;
    }

    /// <summary>How many rules and list entries earn their place: by a labelled suspicious listing they hit, or by a published, dated list they stand on.</summary>
    public static Table Earning(Measurement measured, RuleSet rules)
    {
        var table = new Table("rules and list entries", "active", "shadow");
        var running = rules.Rules.Where(static rule => rule.Status is RuleStatus.Active or RuleStatus.Shadow).ToArray();
        Add("hit a labelled suspicious listing", Hits);
        Add("no hit yet, but on a published list", rule => !Hits(rule) && IsPublished(rule));
        Add("neither: only counted", rule => !Hits(rule) && !IsPublished(rule));
        return table;

        bool Hits(Rule rule) => measured.Rules[rule.Id].Suspicious > 0;
        void Add(string what, Func<Rule, bool> which) => table.Add(what, Number(running.Count(rule => rule.Status == RuleStatus.Active && which(rule))), Number(running.Count(rule => rule.Status == RuleStatus.Shadow && which(rule))));
    }

    /// <summary>An entry of a list whose document somebody published and whose own citation needs no checking.</summary>
    private static bool IsPublished(Rule rule) =>
        rule.File.Contains("watchlists/", StringComparison.Ordinal) && !rule.Legal.Text.Contains(LegalStatement.Unverified, StringComparison.Ordinal);

    /// <summary>Every rule that runs: suspicious/clean hits on each set, precision over all labelled, hits on ordinary listings.</summary>
    public static Table PerRule(Measurement measured, RuleSet rules, Func<Rule, bool> which)
    {
        var table = new Table(["rule", "level", "weight", .. measured.Sets.Select(static set => set.Name[^1..]), "suspicious", "other code", "clean", "precision", "ordinary"]);
        foreach (var rule in rules.Rules.Where(which)) Row(rule.Id, rule.Status == RuleStatus.Shadow ? "shadow" : rule.Level.ToString().ToLowerInvariant(), rule.Weight);
        return table;

        void Row(string id, string level, double weight) => AddRow(table, measured, id, level, weight);
    }

    /// <summary>Every context, as <see cref="PerRule"/>: precision is the share of clean listings among its hits.</summary>
    public static Table Contexts(Measurement measured, RuleSet rules)
    {
        var table = new Table(["context", "level", "weight", .. measured.Sets.Select(static set => set.Name[^1..]), "suspicious", "other code", "clean", "precision", "ordinary"]);
        foreach (var cue in rules.Contexts) AddRow(table, measured, "context." + cue.Id, "against", cue.Weight);
        return table;
    }

    private static void AddRow(Table table, Measurement measured, string id, string level, double weight)
    {
        var tally = measured.Rules[id];
        var hits = tally.Suspicious + tally.Clean;
        var right = weight < 0 ? tally.Clean : tally.Suspicious;
        table.Add(
        [
            id, level, weight.ToString("0.0", CultureInfo.InvariantCulture),
            .. measured.Sets.Select(set => tally.In(set.Name) is { } found && found.Suspicious + found.Clean > 0 ? $"{Number(found.Suspicious)}/{Number(found.Clean)}" : ""),
            Number(tally.Suspicious), Number(tally.OtherCode), Number(tally.Clean),
            hits == 0 ? "" : ((double)right / hits).ToString("0.00", CultureInfo.InvariantCulture),
            $"{Number(tally.Ordinary[0])}+{Number(tally.Ordinary[1])}",
        ]);
    }

    private static void Row(Table table, string name, IEnumerable<SetTally> sets)
    {
        var all = sets.ToArray();
        int found = all.Sum(static set => set.Found), alarms = all.Sum(static set => set.FalseAlarms), suspicious = all.Sum(static set => set.Suspicious);
        table.Add(
            name, Number(all.Sum(static set => set.Listings)), Number(suspicious), Number(found + alarms), Number(alarms),
            new Share(found, found + alarms).ToString(), new Share(found, suspicious).ToString(),
            found == 0 ? "" : ((double)all.Sum(static set => set.RightCode) / found).ToString("0.000", CultureInfo.InvariantCulture));
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
