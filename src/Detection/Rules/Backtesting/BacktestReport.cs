namespace Ecom389.Monitor.Detection.Rules.Backtesting;

/// <summary>What one rule would have done differently.</summary>
/// <param name="Before">Listings it hit as it is.</param>
/// <param name="After">Listings it would have hit.</param>
/// <param name="NewlyFlagged">Of the listings it newly hits, those flagged only with the change.</param>
/// <param name="NoLongerFlagged">Of the listings it no longer hits, those flagged only without the change.</param>
public sealed record RuleChange(string RuleId, int Before, int After, int NewlyFlagged, int NoLongerFlagged);

/// <summary>One listing whose verdict moves.</summary>
/// <param name="Name">URL, or the record's id.</param>
/// <param name="Suspicious">As labelled, or null.</param>
/// <param name="Rules">Rules that hit with the change or without it, not in both.</param>
/// <param name="Quote">The seller's words that the first of them found, or null.</param>
public sealed record VerdictChange(string Name, string Title, double ScoreBefore, double ScoreAfter, bool Flagged, bool? Suspicious, IReadOnlyList<string> Rules, string? Quote);

/// <summary>What a changed pack would have changed.</summary>
/// <param name="Listings">Listings judged twice.</param>
/// <param name="Touched">Listings for which any signal differs.</param>
/// <param name="NewlyFlagged">All of them.</param>
/// <param name="NoLongerFlagged">All of them.</param>
/// <param name="NewlyFlaggedClean">Of the newly flagged, those labelled clean.</param>
/// <param name="NewlyFlaggedSuspicious">Of the newly flagged, those labelled suspicious.</param>
/// <param name="NoLongerFlaggedSuspicious">Of those no longer flagged, those labelled suspicious.</param>
/// <param name="Rules">Rules that hit anything differently, the greatest change first.</param>
/// <param name="Examples">Some listings of either kind, in the order of reading.</param>
public sealed record BacktestReport(
    int Listings,
    int FlaggedBefore,
    int FlaggedAfter,
    int Touched,
    int NewlyFlagged,
    int NoLongerFlagged,
    int NewlyFlaggedClean,
    int NewlyFlaggedSuspicious,
    int NoLongerFlaggedSuspicious,
    IReadOnlyList<RuleChange> Rules,
    IReadOnlyList<VerdictChange> Examples);
