namespace Ecom389.Monitor.Extraction;

/// <summary>
/// Answers about short texts that come again. A fixed number of places, the later answer takes the place of the earlier; safe for
/// concurrent use.
/// </summary>
/// <param name="places">How many, a power of two.</param>
/// <param name="longest">Characters; longer texts seldom come again and are not remembered.</param>
/// <typeparam name="T">The answer, immutable.</typeparam>
internal sealed class Remembered<T>(int places, int longest)
{
    private readonly Entry?[] _entries = new Entry?[places];

    private sealed record Entry(string Text, T Answer);

    /// <summary>The answer for a text, worked out where it is not remembered.</summary>
    public T Of<TState>(string text, TState state, Func<string, TState, T> answer)
    {
        if (text.Length > longest) return answer(text, state);
        ref var place = ref _entries[PlaceOf(text) & (places - 1)];
        // One read: another thread may put another entry there meanwhile.
        var entry = place;
        if (entry is not null && string.Equals(entry.Text, text, StringComparison.Ordinal)) return entry.Answer;
        var found = answer(text, state);
        place = new(text, found);
        return found;
    }

    // Good enough for short texts, and several times quicker than a hash that withstands an enemy: who fills a place gains nothing.
    private static int PlaceOf(string text)
    {
        var hash = text.Length;
        foreach (var c in text) hash = (hash * 31) + c;
        return hash ^ (hash >> 13);
    }
}
