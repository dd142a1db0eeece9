namespace Ecom389.Monitor.Text.Normalising;

/// <summary>Joins words whose letters a seller has set apart: r e p, f.a.k.e, h.à.n.g, ph.ần. Marks what stood between as deleted.</summary>
internal static class LetterJoiner
{
    /// <summary>Longest run of single letters looked at; beyond it the run is left as it is.</summary>
    private const int LongestRun = 48;

    /// <summary>Joins the run of single letters that begins at <paramref name="start"/>; returns where it ended, or <paramref name="start"/> when nothing was joined.</summary>
    public static int Join(Span<char> text, int start)
    {
        if (start + 2 >= text.Length || start > 0 && IsGlue(text, start - 1)) return start;
        var separator = text[start + 1];
        if (separator != ' ' && Letters.Kind(separator) != CharKind.Splitter) return start;
        Span<char> letters = stackalloc char[LongestRun];
        letters[0] = text[start];
        var count = 1;
        var end = start + 1;
        while (end + 1 < text.Length && text[end] == separator && Letters.IsLetter(text[end + 1]) && EndsWord(text, end + 2))
        {
            if (count == LongestRun) return start;
            letters[count++] = text[end + 1];
            end += 2;
        }
        if (count < 2) return start;
        // f.a.k.ed or s-m-l-xl: the run goes on with something longer, so it is no run.
        if (separator != ' ' && end + 1 < text.Length && text[end] == separator && Letters.IsLetterOrDigit(text[end + 1])) return start;
        var word = letters[..count];
        if (separator != ' ')
        {
            if (count == 2 && !(HasMark(word) && Vocabulary.IsSyllable(word))) return start;
            for (var i = start + 1; i < end; i += 2) text[i] = Draft.Deleted;
            return end;
        }
        return JoinSpaced(text, start, end, word);
    }

    /// <summary>Joins a word split in pieces (ph.ần, fa.ke, si.m) when the pieces make a word and not all of them are words; returns its end, or <paramref name="start"/>.</summary>
    public static int JoinFragments(Span<char> text, int start, int firstEnd)
    {
        var separator = text[firstEnd];
        if (separator is '-' or '\'' or ':' or '+' or '=') return start;
        if (start > 0 && (text[start - 1] == separator || text[start - 1] is '/' or '@' or ':' or '.')) return start;
        Span<char> word = stackalloc char[16];
        var length = 0;
        var pieces = 0;
        var strangers = 0;
        var at = start;
        while (true)
        {
            var from = at;
            while (at < text.Length && Letters.IsLetter(text[at])) at++;
            if (length + at - from > word.Length) return start;
            var piece = text[from..at];
            piece.CopyTo(word[length..]);
            length += piece.Length;
            pieces++;
            if (piece.Length == 1 || !Vocabulary.IsKnown(piece)) strangers++;
            if (at + 1 >= text.Length || text[at] != separator || !Letters.IsLetter(text[at + 1])) break;
            at++;
        }
        if (pieces < 2 || strangers == 0 || at < text.Length && (Letters.Kind(text[at]) & (CharKind.Digit | CharKind.Sign)) != CharKind.None) return start;
        var joined = word[..length];
        if (!Vocabulary.IsKnown(joined)) return start;
        for (var i = start; i < at; i++)
        {
            if (text[i] == separator) text[i] = Draft.Deleted;
        }
        return at;
    }

    private static int JoinSpaced(Span<char> text, int start, int end, ReadOnlySpan<char> word)
    {
        if (word.Length < 3) return start;
        if (Vocabulary.IsKnown(word))
        {
            for (var i = start + 1; i < end; i += 2) text[i] = Draft.Deleted;
            return end;
        }

        // Several words in one run, h à n g f a k e: where they end is for the words themselves to say.
        Span<bool> cuts = stackalloc bool[LongestRun];
        if (!Unmasking.LetterRuns.Cut(word, WordList.None, cuts)) return start;
        for (var letter = 0; letter < word.Length - 1; letter++)
        {
            if (!cuts[letter]) text[start + letter * 2 + 1] = Draft.Deleted;
        }
        return end;
    }

    private static bool HasMark(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
        {
            if (c >= 0x80) return true;
        }
        return false;
    }

    private static bool EndsWord(Span<char> text, int at) => at >= text.Length || (Letters.Kind(text[at]) & (CharKind.Letter | CharKind.Digit | CharKind.Sign)) == CharKind.None;

    /// <summary>Whether the character before binds the letter to what stands further left: x-r-e-p, 5.r.e.p, a letter and one space.</summary>
    private static bool IsGlue(Span<char> text, int before)
    {
        var kind = Letters.Kind(text[before]);
        return kind == CharKind.Splitter && before > 0 && Letters.IsLetterOrDigit(text[before - 1])
            || text[before] == ' ' && before > 1 && Letters.IsLetter(text[before - 1]) && !Letters.IsLetterOrDigit(text[before - 2]) && text[before - 2] == ' ';
    }
}
