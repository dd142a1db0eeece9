using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Detection.Rules.Backtesting;

/// <summary>
/// Judges listings with two rule sets, one after another, and counts what differs. Only a listing whose signals differ is judged by
/// the whole scorer twice. Memory follows the number of rules and examples, not of listings. Not for concurrent use.
/// </summary>
/// <param name="before">Rules and the scorer over them, as they are.</param>
/// <param name="after">The same with the change.</param>
/// <param name="examples">Most examples kept of each kind.</param>
public sealed class Backtest((RuleEngine Rules, IListingScorer Scorer) before, (RuleEngine Rules, IListingScorer Scorer) after, DateOnly asOf, int examples)
{
    private readonly SortedDictionary<string, int[]> _rules = new(StringComparer.Ordinal);
    private readonly List<VerdictChange> _newly = [];
    private readonly List<VerdictChange> _noLonger = [];
    private readonly List<Signal> _signalsBefore = [];
    private readonly List<Signal> _signalsAfter = [];
    private int _listings, _flaggedBefore, _flaggedAfter, _touched, _newlyFlagged, _noLongerFlagged, _newlyClean, _newlySuspicious, _lostSuspicious;

    /// <summary>Judges a listing.</summary>
    /// <param name="name">What people call it by: URL or id.</param>
    /// <param name="suspicious">Its label, or null where it has none.</param>
    public void Add(ListingRecord listing, string name, bool? suspicious)
    {
        _listings++;
        var view = new ListingView(listing);
        _signalsBefore.Clear();
        _signalsAfter.Clear();
        before.Rules.Find(view, asOf, _signalsBefore);
        after.Rules.Find(view, asOf, _signalsAfter);
        var (was, becomes) = (Ids(_signalsBefore), Ids(_signalsAfter));
        foreach (var id in was) Tally(id)[0]++;
        foreach (var id in becomes) Tally(id)[1]++;
        var first = before.Scorer.Score(listing, asOf);
        if (first.Flagged) _flaggedBefore++;
        if (Same(_signalsBefore, _signalsAfter))
        {
            if (first.Flagged) _flaggedAfter++;
            return;
        }
        _touched++;
        var second = after.Scorer.Score(listing, asOf);
        if (second.Flagged) _flaggedAfter++;
        if (first.Flagged == second.Flagged) return;
        var differing = was.Except(becomes, StringComparer.Ordinal).Concat(becomes.Except(was, StringComparer.Ordinal)).ToArray();
        Count(second.Flagged, suspicious, differing);
        var kept = second.Flagged ? _newly : _noLonger;
        if (kept.Count >= examples) return;
        var telling = _signalsAfter.Concat(_signalsBefore).FirstOrDefault(signal => differing.Contains(signal.Id, StringComparer.Ordinal) && signal.Quote is not null);
        kept.Add(new(name, listing.Title.Length > 0 ? listing.Title : FirstLine(listing.Description), first.Score, second.Score, second.Flagged, suspicious, differing, telling?.Quote));
    }

    /// <summary>What was found so far.</summary>
    public BacktestReport Report() => new(
        _listings,
        _flaggedBefore,
        _flaggedAfter,
        _touched,
        _newlyFlagged,
        _noLongerFlagged,
        _newlyClean,
        _newlySuspicious,
        _lostSuspicious,
        [.. _rules.Where(static pair => pair.Value[0] != pair.Value[1] || pair.Value[2] + pair.Value[3] > 0)
            .Select(static pair => new RuleChange(pair.Key, pair.Value[0], pair.Value[1], pair.Value[2], pair.Value[3]))
            .OrderByDescending(static change => Math.Abs(change.After - change.Before))],
        [.. _newly, .. _noLonger]);

    private void Count(bool flagged, bool? suspicious, IReadOnlyList<string> differing)
    {
        foreach (var id in differing) Tally(id)[flagged ? 2 : 3]++;
        if (flagged)
        {
            _newlyFlagged++;
            if (suspicious is true) _newlySuspicious++;
            if (suspicious is false) _newlyClean++;
        }
        else
        {
            _noLongerFlagged++;
            if (suspicious is true) _lostSuspicious++;
        }
    }

    private int[] Tally(string id)
    {
        if (!_rules.TryGetValue(id, out var tally)) _rules.Add(id, tally = new int[4]);
        return tally;
    }

    private static List<string> Ids(List<Signal> signals) => [.. signals.Select(static signal => signal.Id).Distinct(StringComparer.Ordinal)];

    private static bool Same(List<Signal> a, List<Signal> b)
    {
        if (a.Count != b.Count) return false;
        for (var i = 0; i < a.Count; i++)
        {
            if (!string.Equals(a[i].Id, b[i].Id, StringComparison.Ordinal) || a[i].Weight.CompareTo(b[i].Weight) != 0 || !string.Equals(a[i].Violation, b[i].Violation, StringComparison.Ordinal)) return false;
        }
        return true;
    }

    private static string FirstLine(string text)
    {
        var end = text.AsSpan().IndexOf('\n');
        return end < 0 ? text : text[..end];
    }
}
