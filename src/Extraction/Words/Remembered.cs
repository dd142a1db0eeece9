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
    public T Of<TState>(ReadOnlySpan<char> text, TState state, Func<string, TState, T> answer) => Known(text) is { } entry ? entry.Answer : New(text.ToString(), state, answer);

    /// <inheritdoc cref="Of{TState}(ReadOnlySpan{char}, TState, Func{string, TState, T})"/>
    public T Of<TState>(string text, TState state, Func<string, TState, T> answer) => Known(text) is { } entry ? entry.Answer : New(text, state, answer);

    private Entry? Known(ReadOnlySpan<char> text)
    {
        if (text.Length > longest) return null;
        // One read: another thread may put another entry there meanwhile.
        var entry = _entries[PlaceOf(text) & (places - 1)];
        return entry is not null && text.SequenceEqual(entry.Text) ? entry : null;
    }

    private T New<TState>(string text, TState state, Func<string, TState, T> answer)
    {
        var found = answer(text, state);
        if (text.Length <= longest) _entries[PlaceOf(text) & (places - 1)] = new(text, found);
        return found;
    }

    // Good enough for short texts, and several times quicker than a hash that withstands an enemy: who fills a place gains nothing.
    private static int PlaceOf(ReadOnlySpan<char> text)
    {
        var hash = text.Length;
        foreach (var c in text) hash = (hash * 31) + c;
        return hash ^ (hash >> 13);
    }
}
