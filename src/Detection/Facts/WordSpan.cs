using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Detection.Facts;

/// <summary>Readers speak of offsets in the seller's text, evidence of offsets in the normalised one.</summary>
internal static class WordSpan
{
    /// <summary>The normalised span whose way back holds <c>[start, end)</c> of the original.</summary>
    public static Evidence Locate(NormalisedText text, int field, int start, int end)
    {
        int first = -1, last = -1;
        for (var i = 0; i < text.Value.Length; i++)
        {
            var (from, to) = text.ToOriginal(i, i + 1);
            if (from >= end) break;
            if (to <= start) continue;
            if (first < 0) first = i;
            last = i + 1;
        }
        return first < 0 ? new(field, 0, text.Value.Length) : new(field, first, last);
    }
}
