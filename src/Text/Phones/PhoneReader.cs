using Ecom389.Monitor.Text.Phones;

namespace Ecom389.Monitor.Text;

/// <summary>
/// Reads Vietnamese telephone numbers in every spelling: dots, spaces, the letter O, words, keycaps, +84, split over lines,
/// numbers of before 2018. Masked numbers are not numbers, nor are parts of longer digit strings (IMEI, tax codes, accounts).
/// Short service numbers (1800, 1900) count only when the text is nothing else.
/// </summary>
public static class PhoneReader
{
    private const int MostDigits = 13;

    /// <summary>Every number in the text, in order. Linear; never throws.</summary>
    public static IReadOnlyList<PhoneMention> Find(string text)
    {
        var settled = Normaliser.Characters(text);
        var found = new List<PhoneMention>();
        DigitRuns.Scan(settled.Value, settled.Folded, run => FindInRun(settled, run, found));
        if (found.Count == 0 && text.Length <= 24 && ReadWhole(settled) is { } whole) found.Add(whole);
        return found;
    }

    private static void FindInRun(NormalisedText settled, List<RunDigit> run, List<PhoneMention> found)
    {
        if (run.Count < 9) return;
        Span<char> digits = stackalloc char[MostDigits];
        for (var first = 0; first < run.Count;)
        {
            var taken = 0;
            if (run[first].Opens && !run[first].Hidden)
            {
                var most = Math.Min(MostDigits, run.Count - first);
                for (var i = 0; i < most; i++) digits[i] = run[first + i].Digit;
                taken = Take(settled, run, first, digits[..most], found);
            }
            first += Math.Max(taken, 1);
        }
    }

    /// <summary>Number of digits of the telephone number that begins at <paramref name="first"/>, 0 for none.</summary>
    private static int Take(NormalisedText settled, List<RunDigit> run, int first, ReadOnlySpan<char> digits, List<PhoneMention> found)
    {
        for (var length = Math.Min(digits.Length, MostDigits); length >= 9; length--)
        {
            var last = first + length - 1;
            if (run[last].Hidden || last + 1 < run.Count && !run[last + 1].Opens) continue;
            if (E164(settled.Value, run, first, digits[..length]) is not { } number) continue;
            if (!IsCredible(settled, run, first, last)) continue;
            var start = PlusBefore(settled.Value, run[first].Start);
            var (from, to) = settled.ToOriginal(start, run[last].End);
            found.Add(new(settled.Original[from..to], from, to, number));
            return length;
        }
        return 0;
    }

    private static string? E164(string text, List<RunDigit> run, int first, ReadOnlySpan<char> digits)
    {
        if (digits.StartsWith("0084")) digits = digits[2..];
        if (digits.StartsWith("84") && digits.Length >= 11)
        {
            var rest = digits[2..];
            if (rest[0] == '0') return NumberingPlan.FromNational(rest);
            var plus = PlusBefore(text, run[first].Start) < run[first].Start;
            if (rest.Length == 9 && NumberingPlan.IsMobile(rest)) return $"+84{rest}";
            return plus && NumberingPlan.IsLandline(rest) ? $"+84{rest}" : null;
        }
        return NumberingPlan.FromNational(digits);
    }

    private static int PlusBefore(string text, int start)
    {
        if (start > 0 && text[start - 1] == '+') return start - 1;
        if (start > 1 && text[start - 1] == '(' && text[start - 2] == '+') return start - 2;
        return start;
    }

    /// <summary>Guards against digits that only happen to fit: dates with times, accounts, tax codes, addresses of pages, prose with number words.</summary>
    private static bool IsCredible(NormalisedText settled, List<RunDigit> run, int first, int last)
    {
        int figures = 0, lookalikes = 0, words = 0, groups = 0;
        for (var i = first; i <= last; i++)
        {
            if (run[i].Opens || i == first) groups++;
            switch (run[i].Spelling)
            {
                case DigitSpelling.Figure: figures++; break;
                case DigitSpelling.Lookalike: lookalikes++; break;
                case DigitSpelling.Word: words++; break;
            }
        }
        if (words == 0 && (figures < 3 || lookalikes > 4)) return false;
        var text = settled.Value;
        if (IsDate(text, run[first].Start)) return false;
        if (groups == 1 && IsPartOfAddress(text, run[first].Start)) return false;
        return !FollowsWord(settled.Folded, run[first].Start, "stk", "tai khoan", "mst", "ma so thue", "imei", "so tk", "cccd", "cmnd", "can cuoc", "ma don", "van don", "ma vach");
    }

    /// <summary>08/12/2024 09…: day, month and year.</summary>
    private static bool IsDate(string text, int at)
    {
        return at + 8 <= text.Length && Part(ref at, 2) && Sign(ref at) && Part(ref at, 2) && Sign(ref at)
            && at + 4 <= text.Length && text.AsSpan(at, 2) is "20" or "19" && char.IsAsciiDigit(text[at + 2]) && char.IsAsciiDigit(text[at + 3])
            && (at + 4 == text.Length || !char.IsAsciiDigit(text[at + 4]));

        bool Part(ref int p, int most)
        {
            var from = p;
            while (p < text.Length && p - from < most && char.IsAsciiDigit(text[p])) p++;
            return p > from;
        }

        bool Sign(ref int p) => p < text.Length && text[p++] is '/' or '-' or '.';
    }

    private static bool IsPartOfAddress(string text, int at)
    {
        var from = at;
        while (from > 0 && at - from < 200 && text[from - 1] is not (' ' or '\n')) from--;
        var before = text.AsSpan(from, at - from);
        return before.Contains("://", StringComparison.Ordinal) && !before.EndsWith("zalo.me/") && !before.EndsWith("wa.me/")
            || before.EndsWith("item-") || before.EndsWith("=");
    }

    private static bool FollowsWord(string folded, int at, params ReadOnlySpan<string> words)
    {
        var end = at;
        while (end > 0 && at - end < 4 && folded[end - 1] is ' ' or ':' or '.' or '-' or '(' or '+') end--;
        var before = folded.AsSpan(0, end);
        foreach (var word in words)
        {
            if (before.EndsWith(word)) return true;
        }
        return false;
    }

    /// <summary>A text that is nothing but one number: also without its nought, service numbers, numbers of other countries.</summary>
    private static PhoneMention? ReadWhole(NormalisedText settled)
    {
        Span<char> digits = stackalloc char[24];
        var count = 0;
        var text = settled.Value.AsSpan().Trim();
        var plus = text.StartsWith("+");
        foreach (var c in plus ? text[1..] : text)
        {
            if (char.IsAsciiDigit(c)) digits[count++] = c;
            else if (c is not (' ' or '.' or '-' or '(' or ')')) return null;
        }
        var number = digits[..count];
        var e164 = plus ? FromAbroad(number) : FromHome(number);
        if (e164 is null) return null;
        var start = settled.Value.IndexOf(text[0], StringComparison.Ordinal);
        var (from, to) = settled.ToOriginal(start, start + text.Length);
        return new(settled.Original[from..to], from, to, e164);
    }

    private static string? FromAbroad(ReadOnlySpan<char> number) =>
        number.Length is >= 8 and <= 15 && number[0] != '0' && !number.StartsWith("84") ? $"+{number}" : null;

    private static string? FromHome(ReadOnlySpan<char> number)
    {
        if (number.StartsWith("00") && NumberingPlan.FromNational(number[1..]) is { } doubled) return doubled;
        if (NumberingPlan.IsMobile(number) || NumberingPlan.IsLandline(number)) return $"+84{number}";
        if (number.Length is >= 8 and <= 10 && (number.StartsWith("1800") || number.StartsWith("1900"))) return $"+84{number}";
        if (number.Length == 9 && number.StartsWith("672")) return $"+84{number}";
        return number.Length == 7 && number[0] is '1' or '7' && number[1..].StartsWith("99") ? $"+84{number}" : null;
    }
}
