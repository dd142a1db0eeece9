using Ecom389.Monitor.Text.Normalising;

namespace Ecom389.Monitor.Text.Phones;

/// <summary>How a digit was written.</summary>
internal enum DigitSpelling
{
    Figure,

    /// <summary>The letter o.</summary>
    Nought,

    /// <summary>Another letter that looks like a digit: l, I, S, B.</summary>
    Lookalike,

    /// <summary>A word: chín.</summary>
    Word,
}

/// <summary>One digit of a run. Offsets are into the settled text.</summary>
/// <param name="Opens">Something other than a digit stands before it, so a number may begin here.</param>
/// <param name="Hidden">Digits beside it are masked (x, **, #): no number may begin or end here.</param>
internal readonly record struct RunDigit(char Digit, int Start, int End, DigitSpelling Spelling, bool Opens, bool Hidden);

/// <summary>Cuts a text into runs of digits that only separators hold apart, whatever the spelling of the digits.</summary>
internal static class DigitRuns
{
    private const int WidestGap = 4;

    /// <summary>Calls <paramref name="onRun"/> with every run, in order. Linear.</summary>
    public static void Scan(string text, string folded, Action<List<RunDigit>> onRun)
    {
        var run = new List<RunDigit>();
        var i = 0;
        var gapFrom = 0;
        var masked = false;
        while (i < text.Length)
        {
            var c = text[i];
            if (Letters.IsLetterOrDigit(c))
            {
                var end = i + 1;
                while (end < text.Length && Letters.IsLetterOrDigit(text[end])) end++;
                if (run.Count > 0 && (i - gapFrom > WidestGap || masked)) Flush();
                if (!ReadChunk(i, end)) Flush();
                i = end;
                gapFrom = end;
                masked = false;
                continue;
            }
            var stars = i;
            while (stars < text.Length && text[stars] is '*' or '#' && (stars == i || text[stars] == text[i])) stars++;
            if (stars - i >= 2 || c == '#')
            {
                masked = true;
                if (run.Count > 0) run[^1] = run[^1] with { Hidden = true };
                i = Math.Max(stars, i + 1);
                continue;
            }
            if (!IsSeparator(c)) Flush();
            i++;
        }
        Flush();

        void Flush()
        {
            if (run.Count > 0) onRun(run);
            run.Clear();
        }

        // A chunk of letters and digits: figures, look-alike letters among them, number words. False: nothing of the sort.
        bool ReadChunk(int start, int end)
        {
            var from = start;
            var figures = 0;
            for (var k = start; k < end; k++) figures += Letters.IsDigit(text[k]) ? 1 : 0;
            if (figures > 0 && Letters.IsLetter(text[start]))
            {
                // zalo0981389389: a word of address runs into the number.
                var word = start;
                while (word < end && Letters.IsLetter(text[word])) word++;
                if (IsAddressWord(folded.AsSpan(start, word - start)))
                {
                    Flush();
                    from = word;
                }
            }
            var opens = true;
            var at = from;
            while (at < end)
            {
                if (Letters.IsDigit(text[at]))
                {
                    Add(text[at], at, at + 1, DigitSpelling.Figure);
                    at++;
                    continue;
                }
                var word = at;
                while (word < end && Letters.IsLetter(text[word])) word++;
                if (NumberWord(text.AsSpan(at, word - at), folded.AsSpan(at, word - at)) is { } digit)
                {
                    opens = true;
                    Add(digit, at, word, DigitSpelling.Word);
                    opens = true;
                    at = word;
                    continue;
                }
                if (figures > 0 || run.Count > 0)
                {
                    var likeness = at;
                    while (likeness < word && LooksLike(text[likeness]) is not null) likeness++;
                    if (likeness == word && (figures > 0 || AllNoughts(at, word)))
                    {
                        for (; at < word; at++) Add(LooksLike(text[at])!.Value, at, at + 1, text[at] is 'o' ? DigitSpelling.Nought : DigitSpelling.Lookalike);
                        continue;
                    }
                }

                // Letters end the run. A single x glued to digits hides what follows; a longer word behind a number does not.
                if (run.Count > 0 && at > from && folded.AsSpan(at, word - at).TrimStart('x').Length == 0) run[^1] = run[^1] with { Hidden = true };
                else if (run.Count > 0 && at > from && word - at == 1) run[^1] = run[^1] with { Hidden = true };
                Flush();
                masked = text[word - 1] == 'x';
                at = word;
                opens = masked || word == end;
                if (at >= end) return true;
                opens = false;
            }
            return true;

            void Add(char d, int s, int e, DigitSpelling spelling)
            {
                run.Add(new(d, s, e, spelling, opens, masked));
                opens = false;
                masked = false;
            }
        }

        bool AllNoughts(int from, int to) => text.AsSpan(from, to - from).IndexOfAnyExcept('o') < 0;
    }

    private static bool IsAddressWord(ReadOnlySpan<char> folded) =>
        folded is "zalo" or "zl" or "sdt" or "dt" or "lh" or "call" or "alo" or "tel" or "hotline" or "ib" or "phone" or "sms" or "me" or "goi" or "p";

    private static bool IsSeparator(char c) =>
        c is ' ' or '.' or '-' or '_' or '*' or '/' or '(' or ')' or '~' or '\n' or '|' or '\'' or '•' or '·' or '+' or '"' or '[' or ']' || char.IsSurrogate(c) || char.IsSymbol(c) && c >= 0x2000;

    private static char? LooksLike(char c) => c switch
    {
        'o' or 'ο' or 'ø' => '0',
        'i' or 'l' => '1',
        'z' => '2',
        's' => '5',
        'b' => '8',
        'g' or 'q' => '9',
        _ => null,
    };

    private static char? NumberWord(ReadOnlySpan<char> word, ReadOnlySpan<char> folded) => folded switch
    {
        "khong" or "ko" or "hong" or "kg" or "zero" => '0',
        "mot" => '1',
        "hai" => '2',
        "ba" => '3',
        "bon" or "tu" => '4',
        "nam" or "lam" or "nham" => '5',
        "sau" => '6',
        "bay" => '7',
        "tam" => '8',
        "chin" => '9',
        _ => null,
    };
}
