namespace Ecom389.Monitor.Detection.Rules;

/// <summary>Whether a text has been typed without diacritics where a phrase was found.</summary>
internal static class Diacritics
{
    private const int Neighbourhood = 40;

    /// <summary>"hang gia" in a text with diacritics is not "hàng giả": only a neighbourhood without any may have dropped them.</summary>
    public static bool AreAbsent(string value, string folded, int start, int end)
    {
        var from = Math.Max(0, start - Neighbourhood);
        var to = Math.Min(value.Length, end + Neighbourhood);
        // People type one line with diacritics and another without.
        if (value.AsSpan(from, start - from).LastIndexOf('\n') is >= 0 and var before) from += before + 1;
        if (value.AsSpan(end, to - end).IndexOf('\n') is >= 0 and var after) to = end + after;
        return value.AsSpan(from, to - from).SequenceEqual(folded.AsSpan(from, to - from));
    }
}
