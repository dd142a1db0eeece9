using System.Buffers;
using Ecom389.Monitor.Text.Normalising;
using Ecom389.Monitor.Text.Unmasking;

namespace Ecom389.Monitor.Text;

/// <summary>Makes the second reading of texts that may hide words. Stateless and safe for concurrent use.</summary>
public static class Unmasker
{
    private static readonly SearchValues<char> Consonants = SearchValues.Create("bcdđghklmnpqrstvx");

    /// <summary>Most letters of a run with dots between them.</summary>
    private const int LongestSplit = 64;

    /// <summary>Reads a text again. Linear in its length; never throws.</summary>
    /// <param name="respelt">Words to be read as others, in order, not overlapping.</param>
    /// <param name="words">Words looked for: what a disguise may turn out to be besides a Vietnamese syllable.</param>
    public static UnmaskedText Read(NormalisedText text, IReadOnlyList<Respelt> respelt, WordList words) => Read(text, respelt, words, new());

    /// <summary>The same, written to memory that is used again: the reading holds until that is reset.</summary>
    public static UnmaskedText Read(NormalisedText text, IReadOnlyList<Respelt> respelt, WordList words, ReadingMemory memory)
    {
        var value = text.Value;
        var result = memory.Take(value);
        var next = 0;
        if (!text.MayHide) return Respell(value, respelt, result);
        var loose = new Looseness(text);
        var habit = DigitLetters.IsHabit(text, words);
        for (var i = 0; i < value.Length;)
        {
            while (next < respelt.Count && respelt[next].Start < i) next++;
            if (next >= respelt.Count || respelt[next].Start > i)
            {
                var plain = Opens(value, i) ? PlainWords.EndOf(text, i, next < respelt.Count ? respelt[next].Start : value.Length) : i;
                if (plain > i)
                {
                    result.Copy(i, plain);
                    i = plain;
                    continue;
                }
            }
            // A lone letter may be an abbreviation (k) or the first of a run (k è m).
            if (ReadSpaced(text, i, words, loose, result) is var run && run > i)
            {
                i = run;
                continue;
            }
            if (next < respelt.Count && respelt[next].Start == i)
            {
                var (start, end, reading) = respelt[next++];
                PutReading(value, start, end, reading, result);
                i = end;
                continue;
            }
            var kind = Letters.Kind(value[i]);
            if (Opens(value, i) && (kind & (CharKind.Letter | CharKind.Digit | CharKind.Sign)) != CharKind.None)
            {
                var limit = next < respelt.Count ? respelt[next].Start : value.Length;
                var read = ReadChunk(text, i, limit, words, habit, loose, result);
                if (read > i)
                {
                    i = read;
                    continue;
                }
            }
            result.Put(value[i] < 0xC0 ? value[i] : Marks.Settled(value[i]), i, i + 1, loose.Of(i));
            i++;
        }
        return result.Finish(settle: true);
    }

    private static bool Opens(string value, int at) => at == 0 || !IsWordPart(value[at - 1]);

    private static UnmaskedText Respell(string value, IReadOnlyList<Respelt> respelt, Reworking result)
    {
        var at = 0;
        foreach (var (start, end, reading) in respelt)
        {
            if (start < at) continue;
            result.Copy(at, start);
            PutReading(value, start, end, reading, result);
            at = end;
        }
        result.Copy(at, value.Length);
        return result.Finish(settle: false);
    }

    /// <summary>A word spelt without its diacritics (hagf for hàng) is read without them: they are not to be seen, rather than absent.</summary>
    private static void PutReading(string value, int start, int end, string reading, Reworking result)
    {
        var loose = reading.All(char.IsAscii) && !value.AsSpan(start, end - start).ContainsAnyExceptInRange('\0', '\x7f') && Vocabulary.IsSyllable(reading);
        foreach (var c in reading) result.Put(c, start, end, loose && Letters.IsLetter(c));
    }

    /// <summary>A run of lone letters with blanks between them: h à n g g i ả.</summary>
    private static int ReadSpaced(NormalisedText text, int start, WordList words, Looseness loose, Reworking result)
    {
        var value = text.Value;
        if (!IsLone(value, start) || start + 2 >= value.Length || value[start + 1] != ' ' || !IsLone(value, start + 2)) return start;
        if (start > 1 && value[start - 1] == ' ' && IsLone(value, start - 2)) return start;
        Span<char> letters = stackalloc char[LetterRuns.Longest];
        Span<int> places = stackalloc int[LetterRuns.Longest];
        Span<bool> ends = stackalloc bool[LetterRuns.Longest];
        var count = 0;
        for (var at = start; count < LetterRuns.Longest && IsLone(value, at); at += 2)
        {
            letters[count] = value[at];
            places[count++] = at;
            if (at + 1 >= value.Length || value[at + 1] != ' ') break;
        }
        var run = letters[..count];
        if (count == 2 ? !words.Contains(run) : !LetterRuns.Cut(run, words, ends)) return start;
        var end = places[count - 1] + 1;
        ends[count - 1] = true;
        Put(run, places, ends, end, loose, result, default);
        return end;
    }

    /// <summary>Whether a letter stands alone.</summary>
    private static bool IsLone(string value, int at) =>
        at < value.Length && Letters.IsLetter(value[at])
        && (at == 0 || !IsWordPart(value[at - 1]) && !(IsSplitter(value[at - 1]) && at > 1 && IsWordPart(value[at - 2])))
        && (at + 1 >= value.Length || !IsWordPart(value[at + 1]) && !(IsSplitter(value[at + 1]) && at + 2 < value.Length && IsWordPart(value[at + 2])));

    /// <summary>A chunk between blanks: pieces with dots or the like between them, digits for letters, drawn-out letters.</summary>
    private static int ReadChunk(NormalisedText text, int start, int limit, WordList words, bool habit, Looseness loose, Reworking result)
    {
        var value = text.Value;
        var wordEnd = start;
        while (wordEnd < limit && IsWordPart(value[wordEnd])) wordEnd++;
        // "fake!" ends before the sign, "mọ!" does not.
        var signEnd = wordEnd;
        while (wordEnd > start + 1 && value[wordEnd - 1] is '!' or '|' or '¡') wordEnd--;
        if (wordEnd < limit - 1 && IsSplitter(value[wordEnd]) && IsWordPart(value[wordEnd + 1]) && ReadSplit(text, start, limit, words, loose, result) is var split && split > start) return split;
        Span<char> read = stackalloc char[24];
        if (signEnd == wordEnd + 1 && (habit || !LetterRuns.IsKnown(value.AsSpan(start, wordEnd - start), words)) && DigitLetters.Read(value.AsSpan(start, signEnd - start), words, habit, read)) wordEnd = signEnd;
        var word = value.AsSpan(start, wordEnd - start);
        if (DigitLetters.Read(word, words, habit, read))
        {
            for (var i = 0; i < word.Length; i++) result.Put(read[i], start + i, start + i + 1, !Letters.IsLetter(word[i]) || loose.Of(start + i));
            return wordEnd;
        }
        return TwinLetters.Read(text, start, wordEnd, words, loose, result) is var twin && twin > start ? twin : Shorten(text, start, wordEnd, words, loose, result);
    }

    /// <summary>f.a.k.e, hà.ng, s-i-m: one splitter between all pieces, and the pieces are no words, or the whole is one syllable.</summary>
    private static int ReadSplit(NormalisedText text, int start, int limit, WordList words, Looseness loose, Reworking result)
    {
        var value = text.Value;
        Span<char> letters = stackalloc char[LongestSplit];
        Span<int> places = stackalloc int[LongestSplit];
        Span<bool> ends = stackalloc bool[LongestSplit];
        Span<bool> digits = stackalloc bool[LongestSplit];
        int count = 0, pieces = 0, strangers = 0, longest = 0, at = start;
        var voiceless = false;
        char splitter = '\0';
        while (true)
        {
            var from = at;
            while (at < limit && IsWordPart(value[at])) at++;
            var length = at - from;
            if (count + length > LongestSplit) return start;
            for (var i = 0; i < length; i++)
            {
                var c = value[from + i];
                digits[count] = !Letters.IsLetter(c);
                if (digits[count] && Letters.StandsFor(c) is { Length: 0 }) return start;
                letters[count] = digits[count] ? Letters.StandsFor(c)[0] : c;
                places[count++] = from + i;
            }
            pieces++;
            voiceless |= value.AsSpan(from, length).IndexOfAnyExcept(Consonants) < 0;
            longest = Math.Max(longest, length);
            if (length == 1 || !LetterRuns.IsKnown(value.AsSpan(from, length), words)) strangers++;
            if (at + 1 >= limit || !IsSplitter(value[at]) || !IsWordPart(value[at + 1]) || splitter != '\0' && value[at] != splitter) break;
            splitter = value[at];
            at++;
        }
        var run = letters[..count];
        if (pieces < 2 || digits[..count].IndexOf(false) < 0) return start;
        ends[..count].Clear();
        ends[count - 1] = true;
        if (!LetterRuns.IsKnown(run, words))
        {
            // hàng.giá has lost a blank; h.à.n.g.g.i.ả is letters.
            if (strangers == 0 || longest > 1 || !LetterRuns.Cut(run, words, ends)) return start;
        }
        else if (splitter is '/' or ',' && longest > 1 && !voiceless)
        {
            // sỉ/lẻ are two words; p/hép is one.
            return start;
        }
        Put(run, places, ends, at, loose, result, digits);
        return at;
    }

    private static void Put(ReadOnlySpan<char> letters, ReadOnlySpan<int> places, ReadOnlySpan<bool> ends, int end, Looseness loose, Reworking result, ReadOnlySpan<bool> digits)
    {
        for (var i = 0; i < letters.Length; i++)
        {
            var last = i == letters.Length - 1;
            result.Put(letters[i], places[i], last ? end : places[i] + 1, digits.Length > 0 && digits[i] || loose.Of(places[i]));
            if (ends[i] && !last) result.Put(' ', places[i] + 1, places[i + 1], loose: false);
        }
    }

    /// <summary>hàngg, giảaa, fakeee: what is drawn out is cut to one letter, or to two where the word has two (apple).</summary>
    private static int Shorten(NormalisedText text, int start, int end, WordList words, Looseness loose, Reworking result)
    {
        var word = text.Value.AsSpan(start, end - start);
        if (word.Length is < 3 or > 40) return start;
        Span<char> cut = stackalloc char[40];
        Span<int> places = stackalloc int[40];
        for (var most = 1; most <= 2; most++)
        {
            var count = 0;
            var shortened = false;
            for (var i = 0; i < word.Length;)
            {
                if (!Letters.IsLetter(word[i])) return start;
                var runEnd = i + 1;
                var marked = i;
                while (runEnd < word.Length && Marks.Folded[word[runEnd]] == Marks.Folded[word[i]])
                {
                    if (word[marked] < 0x80) marked = runEnd;
                    runEnd++;
                }
                shortened |= runEnd - i > most;
                for (var k = 0; k < Math.Min(most, runEnd - i); k++)
                {
                    cut[count] = word[marked];
                    places[count++] = start + i;
                }
                i = runEnd;
            }
            if (!shortened) return start;
            if (most == 1 && LetterRuns.IsKnown(word, words) || !LetterRuns.IsKnown(cut[..count], words)) continue;
            for (var i = 0; i < count; i++) result.Put(cut[i], places[i], i + 1 < count ? places[i + 1] : end, loose.Of(places[i]));
            return end;
        }
        return start;
    }

    private static bool IsWordPart(char c) => (Letters.Kind(c) & (CharKind.Letter | CharKind.Digit | CharKind.Sign)) != CharKind.None;

    private static bool IsSplitter(char c) => Letters.Kind(c) == CharKind.Splitter || c is '/' or ',';
}
