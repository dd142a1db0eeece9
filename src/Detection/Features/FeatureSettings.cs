using Ecom389.Monitor.Core;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Detection.Features;

/// <summary>What is read from a listing as features. Part of a model: one trained under other settings is refused.</summary>
/// <param name="Bits">The hash table has <c>2^Bits</c> buckets.</param>
/// <param name="CharMin">Shortest character n-gram.</param>
/// <param name="CharMax">Longest character n-gram.</param>
/// <param name="WordMax">Longest run of adjacent words.</param>
/// <param name="SkipMax">Pairs of words up to this many words apart (0 or 1: none).</param>
/// <param name="ExactCharacters">Whether character n-grams are also read with their diacritics; words always are.</param>
/// <param name="SegmentLength">Longest segment in UTF-16 code units.</param>
public sealed record FeatureSettings(int Bits, int CharMin, int CharMax, int WordMax, int SkipMax, int SegmentLength, bool ExactCharacters = false)
{
    /// <summary>The settings chosen by leaving one writer out (bench/lowo).</summary>
    public static FeatureSettings Default { get; } = new(Bits: 19, CharMin: 4, CharMax: 5, WordMax: 2, SkipMax: 4, SegmentLength: 160);

    /// <summary>Raised with every change of what the readers emit under the same settings.</summary>
    private const string ReaderVersion = "4";

    /// <summary>Number of buckets.</summary>
    public int Buckets => 1 << Bits;

    /// <summary>Content hash of settings, reader and normaliser behaviour.</summary>
    public string Version => ContentHash.Of(
        $"reader {ReaderVersion}; normaliser {Normaliser.Version}; bits {Bits}; chars {CharMin}-{CharMax}; words {WordMax}; skip {SkipMax}; exact {ExactCharacters}; segment {SegmentLength}")[..16];
}
