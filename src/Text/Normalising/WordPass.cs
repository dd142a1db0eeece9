namespace Ecom389.Monitor.Text.Normalising;

/// <summary>
/// Second pass, word by word: joins spaced and split words, reads digits and signs as letters inside words, shortens
/// drawn-out letters, settles the tone mark. Every change is a substitution or a deletion, so spans stay exact.
/// </summary>
internal static class WordPass
{
    private const CharKind InWord = CharKind.Letter | CharKind.Digit | CharKind.Sign;

    /// <summary>One round over the text; true when something changed and another round may find more.</summary>
    public static bool Run(Draft draft)
    {
        var text = draft.Text;
        var changed = false;
        var deleted = false;
        var i = 0;
        while (i < text.Length)
        {
            var kind = Letters.Kind(text[i]);
            if ((kind & InWord) == CharKind.None)
            {
                i++;
                continue;
            }
            var start = i;
            var kinds = kind;
            var repeats = false;
            for (i++; i < text.Length; i++)
            {
                kind = Letters.Kind(text[i]);
                if ((kind & InWord) == CharKind.None) break;
                kinds |= kind;
                repeats |= text[i] == text[i - 1];
            }
            if (kinds == CharKind.Letter)
            {
                if (i - start == 1)
                {
                    // A lone letter before another one, or before something that splits words.
                    if (i + 1 < text.Length && Letters.IsLetter(text[i + 1]) && (Letters.Kind(text[i]) == CharKind.Splitter || text[i] is '/' || text[i] == ' ' && (i + 2 >= text.Length || !Letters.IsLetterOrDigit(text[i + 2])))) draft.MayHide = true;
                    var joinedTo = LetterJoiner.Join(text, start);
                    if (joinedTo > start)
                    {
                        changed = deleted = true;
                        i = joinedTo;
                        continue;
                    }
                }
                if (i + 1 < text.Length && Letters.Kind(text[i]) == CharKind.Splitter && Letters.IsLetter(text[i + 1]))
                {
                    if (text[i] is not ('-' or '\'' or ':' or '+' or '=') || i - start == 1 || i + 2 >= text.Length || !Letters.IsLetter(text[i + 2])) draft.MayHide = true;
                    var joinedTo = LetterJoiner.JoinFragments(text, start, i);
                    if (joinedTo > start)
                    {
                        changed = deleted = true;
                        i = joinedTo;
                        continue;
                    }
                }
                if (i - start < 2) continue;
                if (repeats && IsDrawnOut(text[start..i])) draft.MayHide = true;
                if (repeats && Shorten(text[start..i])) changed = deleted = true;
                else changed |= ToneMark.Settle(text[start..i]);
            }
            else if ((kinds & CharKind.Letter) != CharKind.None)
            {
                if (Disguise.Read(text, start, i)) changed = draft.MayHide = true;
                else if (MayBeLetters(text[start..i])) draft.MayHide = true;
            }
        }
        if (deleted) draft.Compact();
        return changed;
    }

    /// <summary>Three of one letter, or two of one in a word with diacritics, which has no double letters: hàngg.</summary>
    private static bool IsDrawnOut(ReadOnlySpan<char> word)
    {
        var marked = word.ContainsAnyExceptInRange((char)0, (char)0x7F);
        for (var i = 1; i < word.Length; i++)
        {
            if (Marks.Folded[word[i]] == Marks.Folded[word[i - 1]] && (marked || i > 1 && word[i - 2] == word[i])) return true;
        }
        return false;
    }

    /// <summary>Whether figures or signs in a chunk may stand for letters: between letters (b4n), before a letter with diacritics (8án), signs within (f@ke).</summary>
    private static bool MayBeLetters(ReadOnlySpan<char> chunk)
    {
        for (var i = 0; i < chunk.Length; i++)
        {
            if (Letters.IsLetter(chunk[i])) continue;
            var before = i > 0 && Letters.IsLetter(chunk[i - 1]);
            var after = i + 1 < chunk.Length && Letters.IsLetter(chunk[i + 1]);
            if (before && after || after && i == 0 && chunk[1] >= 0x80 && chunk[1] != 'đ' || before && chunk[i] == '0' && i <= 2) return true;
        }
        return false;
    }

    /// <summary>fakeeee → fake. Words of one letter only (xxx, kkk, www, iii) and the x of sizes stay.</summary>
    private static bool Shorten(Span<char> word)
    {
        var fold = Marks.Folded;
        var changed = false;
        if (!HasVowel(word)) return false;
        for (var i = 0; i < word.Length;)
        {
            var end = i + 1;
            while (end < word.Length && fold[word[end]] == fold[word[i]]) end++;
            if (end - i >= 3 && end - i < word.Length && word[i] is not ('x' or 'w'))
            {
                var keep = i;
                for (var k = i; k < end; k++)
                {
                    if (fold[word[k]] != word[k])
                    {
                        keep = k;
                        break;
                    }
                }
                word[i] = word[keep];
                word[(i + 1)..end].Fill(Draft.AbsorbedLeft);
                changed = true;
            }
            i = end;
        }
        return changed;
    }

    /// <summary>Without one it is an abbreviation: cccd.</summary>
    private static bool HasVowel(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
        {
            if (Marks.Folded[c] is 'a' or 'e' or 'i' or 'o' or 'u' or 'y') return true;
        }
        return false;
    }
}
