using System.Text.RegularExpressions;

namespace Ecom389.Monitor.Text;

/// <summary>A device identity (IMEI, 15 digits) found in a text.</summary>
/// <param name="Text">Exactly as written.</param>
/// <param name="Start">UTF-16 offset into the text.</param>
/// <param name="End">One past the last.</param>
/// <param name="Number">The 15 digits.</param>
/// <param name="CheckDigitHolds">By the Luhn formula (3GPP TS 23.003 annex B).</param>
public sealed record ImeiMention(string Text, int Start, int End, string Number, bool CheckDigitHolds);

/// <summary>A Vietnamese tax code found in a text.</summary>
/// <param name="Text">Exactly as written.</param>
/// <param name="Start">UTF-16 offset into the text.</param>
/// <param name="End">One past the last.</param>
/// <param name="Number">10 digits, or 10-3 for a branch.</param>
/// <param name="CheckDigitHolds">By the weights of the tax administration (31, 29, 23, 19, 17, 13, 7, 5, 3, modulo 11).</param>
public sealed record TaxCodeMention(string Text, int Start, int End, string Number, bool CheckDigitHolds);

/// <summary>A bank account found in a text.</summary>
/// <param name="Text">Exactly as written: the digits.</param>
/// <param name="Start">UTF-16 offset into the text.</param>
/// <param name="End">One past the last.</param>
/// <param name="Number">Digits only.</param>
/// <param name="Bank">As named beside it, lower case, or null.</param>
public sealed record BankAccountMention(string Text, int Start, int End, string Number, string? Bank);

/// <summary>Reads numbers that name devices, firms and accounts. Tax codes and accounts need a word that says so: bare digits may be anything.</summary>
public static partial class NumberReaders
{
    /// <summary>Every IMEI: 15 digits whose check digit holds, or that are called one.</summary>
    public static IReadOnlyList<ImeiMention> FindImeis(string text) => FindImeis(Normaliser.Characters(text));

    internal static IReadOnlyList<ImeiMention> FindImeis(NormalisedText settled)
    {
        var found = new List<ImeiMention>();
        foreach (var match in FifteenDigits().EnumerateMatches(settled.Value))
        {
            var number = Digits(settled.Value.AsSpan(match.Index, match.Length));
            if (number.Length != 15) continue;
            var holds = Luhn(number);
            var called = settled.Folded.AsSpan(Math.Max(0, match.Index - 24), Math.Min(24, match.Index)).Contains("imei", StringComparison.Ordinal);
            // Reporting bodies that issue type allocation codes; a bare number must look like theirs.
            if (!called && !(holds && number[..2] is "01" or "35" or "86" or "91" or "98" or "99")) continue;
            var (start, end) = settled.ToOriginal(match.Index, match.Index + match.Length);
            found.Add(new(settled.Original[start..end], start, end, number, holds));
        }
        return found;
    }

    /// <summary>Every tax code behind mã số thuế, MST or the like.</summary>
    public static IReadOnlyList<TaxCodeMention> FindTaxCodes(string text) => FindTaxCodes(Normaliser.Characters(text));

    internal static IReadOnlyList<TaxCodeMention> FindTaxCodes(NormalisedText settled)
    {
        var found = new List<TaxCodeMention>();
        foreach (Match match in TaxCode().Matches(settled.Folded))
        {
            var group = match.Groups["number"];
            var digits = Digits(group.ValueSpan);
            if (digits.Length is not (10 or 13)) continue;
            var (start, end) = settled.ToOriginal(group.Index, group.Index + group.Length);
            found.Add(new(settled.Original[start..end], start, end, digits.Length == 10 ? digits : $"{digits[..10]}-{digits[10..]}", TaxDigitHolds(digits)));
        }
        return found;
    }

    /// <summary>Every account number behind STK, số tài khoản or a bank's name.</summary>
    public static IReadOnlyList<BankAccountMention> FindBankAccounts(string text) => FindBankAccounts(Normaliser.Characters(text));

    internal static IReadOnlyList<BankAccountMention> FindBankAccounts(NormalisedText settled)
    {
        var found = new List<BankAccountMention>();
        foreach (Match match in Account().Matches(settled.Folded))
        {
            var group = match.Groups["number"];
            var digits = Digits(group.ValueSpan);
            if (digits.Length is < 6 or > 19) continue;
            var around = settled.Folded[match.Index..Math.Min(settled.Folded.Length, group.Index + group.Length + 32)];
            var bank = Bank().Match(around);
            var (start, end) = settled.ToOriginal(group.Index, group.Index + group.Length);
            found.Add(new(settled.Original[start..end], start, end, digits, bank.Success ? bank.Value : null));
        }
        return found;
    }

    private static bool Luhn(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            if (i % 2 == 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
            sum += digit;
        }
        return sum % 10 == 0;
    }

    private static bool TaxDigitHolds(string digits)
    {
        ReadOnlySpan<int> weights = [31, 29, 23, 19, 17, 13, 7, 5, 3];
        var sum = 0;
        for (var i = 0; i < weights.Length; i++) sum += weights[i] * (digits[i] - '0');
        return 10 - sum % 11 == digits[9] - '0';
    }

    private static string Digits(ReadOnlySpan<char> text)
    {
        Span<char> digits = stackalloc char[text.Length];
        var count = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c)) digits[count++] = c;
        }
        return digits[..count].ToString();
    }

    [GeneratedRegex(@"(?<![\p{L}\d])\d(?:[ -]?\d){14}(?![\d\p{L}])", RegexOptions.CultureInvariant)]
    private static partial Regex FifteenDigits();

    [GeneratedRegex(@"(?<![\p{L}\d])(?:mst|ma so thue|ma so doanh nghiep|msdn|mst/cccd|tax code|ms thue|gpdkkd(?: so)?|gpkd(?: so)?|dkkd(?: so)?)[^\d\n]{0,12}(?<number>\d(?:[ .]?\d){9}(?: ?-? ?\d{3})?)(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex TaxCode();

    [GeneratedRegex(@"(?<![\p{L}\d])(?:stk|so tk|so tai khoan|tai khoan|tk|ck (?:ve|qua|vao)|chuyen khoan)(?![\p{L}\d])[^\d\n]{0,28}(?<number>\d(?:[ .-]?\d){5,18})(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex Account();

    [GeneratedRegex(@"(?<![\p{L}\d])(?:vietcombank|vcb|techcombank|tcb|mb ?bank|mb|bidv|acb|vp ?bank|agribank|tp ?bank|vietinbank|ctg|sacombank|stb|shb|vib|ocb|msb|hd ?bank|lpbank|eximbank|scb|seabank|cake|timo|momo|zalopay|viettelpay)(?![\p{L}\d])", RegexOptions.CultureInvariant)]
    private static partial Regex Bank();
}
