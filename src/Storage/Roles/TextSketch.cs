using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>
/// The shingles of a listing and their MinHash bands. Eight bands of four: two texts of likeness 0.9 share a band practically always, of
/// 0.8 with probability 0.98, of 0.5 with 0.4.
/// </summary>
internal static class TextSketch
{
    public const int Bands = 8;

    private const int Rows = 4;

    // Sellers repeat themselves; the first thousands of characters tell two listings apart.
    private const int Longest = 4_000;

    /// <summary>The shingles of what a listing says; none for a text too short to compare.</summary>
    public static uint[] ShinglesOf(string title, string description) =>
        Shingles.Of(Shingles.Squeezed(SearchWords.Fold(title + "\n" + (description.Length > Longest ? description[..Longest] : description))));

    /// <summary>The shingles of a record's words.</summary>
    public static uint[] ShinglesOf(ListingRecord record) => ShinglesOf(record.Title, record.Description);

    /// <summary>The marks of a record's words.</summary>
    public static long[] MarksOf(ListingRecord record) => Marks(ShinglesOf(record));

    /// <summary>One mark a band; empty where there is no shingle.</summary>
    public static long[] Marks(uint[] shingles)
    {
        if (shingles.Length == 0) return [];
        var marks = new long[Bands];
        for (var band = 0; band < Bands; band++)
        {
            var mark = 14695981039346656037ul ^ (ulong)band;
            for (var row = 0; row < Rows; row++) mark = (mark ^ Shingles.Least(shingles, (uint)((band * Rows) + row))) * 1099511628211ul;
            marks[band] = unchecked((long)mark);
        }
        return marks;
    }
}
