namespace Ecom389.Monitor.Extraction;

/// <summary>
/// Answers about short texts that come again: menus, buttons, ratings and percentages are the same on every page of a site. A fixed
/// number of places, the later answer takes the place of the earlier; safe for concurrent use.
/// </summary>
/// <typeparam name="T">The answer, immutable.</typeparam>
internal sealed class Remembered<T>
{
    private const int Places = 8192;

    /// <summary>Characters; longer texts seldom come again.</summary>
    private const int Longest = 64;

    private readonly Entry?[] _entries = new Entry?[Places];

    private sealed record Entry(string Text, T Answer);

    /// <summary>The answer for a text, worked out where it is not remembered.</summary>
    public T Of<TState>(string text, TState state, Func<string, TState, T> answer)
    {
        if (text.Length > Longest) return answer(text, state);
        ref var place = ref _entries[string.GetHashCode(text) & (Places - 1)];
        // One read: another thread may put another entry there meanwhile.
        var entry = place;
        if (entry is not null && string.Equals(entry.Text, text, StringComparison.Ordinal)) return entry.Answer;
        var found = answer(text, state);
        place = new(text, found);
        return found;
    }
}
