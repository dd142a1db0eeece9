namespace Ecom389.Monitor.Core;

/// <summary>Judges listings. Safe for concurrent use.</summary>
public interface IListingScorer
{
    ScorerVersions Versions { get; }

    /// <summary>Judges one listing as of a date (rules and marks have validity dates). Never throws on any text.</summary>
    ScoreResult Score(ListingRecord listing, DateOnly asOf);
}
