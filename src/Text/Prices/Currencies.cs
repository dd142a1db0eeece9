using System.Collections.Frozen;

namespace Ecom389.Monitor.Text.Prices;

/// <summary>Currency signs and codes as shops write them. Codes are ISO 4217, signs as in common use.</summary>
internal static class Currencies
{
    /// <summary>Signs that are money wherever they stand, longest first.</summary>
    private static readonly string[] Signs = Sort(
        "US$ A$ C$ CA$ AU$ NZ$ HK$ NT$ S$ R$ MX$ CL$ COP$ AR$ Z$ J$ TT$ BZ$ RD$ NIO$ $U $b B/. B/ S/. лв лв. ден kr. Rs. Rs " +
        "$ € £ ¥ ₫ ₩ ₽ ₺ ₹ ₱ ₲ ₴ ₵ ₸ ₼ ₾ ₨ ₡ ₢ ₣ ₤ ₥ ₦ ₧ ₪ ₭ ₮ ₯ ₰ ₳ ₶ ₷ ₻ ₿ ฿ ৳ ﷼ ƒ ¢ 元 円 원 圓 元 美元 ￥ ￡ ＄ ￦ zł Zł ZŁ Kč kč KČ грн. грн руб. руб Руб. Руб РУБ р. Р. Р р ₴ ₸ тг лева " +
        "جنيه درهم ريال تومان دينار");

    /// <summary>Codes and names that need a word boundary on the side away from the number.</summary>
    private static readonly string[] Codes = Sort(
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BYR BZD CAD CDF CHF CLP CNY COP CRC CUC CUP CVE CZK DEM DJF DKK DOP DZD EEK EGP ERN ESP ETB EUR FIM FJD FKP FRF " +
        "GBP GEL GGP GHS GIP GMD GNF GRD GTQ GYD HKD HNL HRK HTG HUF IDR IEP ILS IMP INR IQD IRR ISK ITL JEP JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LTL LVL LYD MAD MDL MGA MKD MMK MNT MOP MRO MRU " +
        "MTL MUR MVR MWK MXN MYR MZN NAD NGN NIO NLG NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PTE PYG QAR RMB ROL RON RSD RUB RUR RWF SAR SBD SCR SDG SEK SGD SHP SIT SKK SLL SOS SRD SSP STD SVC SYP SZL THB TJS TMT TND TOP TRL TRY TTD TWD TZS " +
        "UAH UGX USD UYU UZS VEF VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWD USDT " +
        "euro euros Euro EURO eur Lei lei LEI leu kr KR Kr Ft FT ft Rp rp RP RM Rs RS Br KM BD FBu CFA FCFA FCfa Fdj Nfk KD LD Rf UM VT Db Bs FG Lek лв TL Dhs Dh DH NIS Php Lt Ls din Din kn Kn QR SR BHD Tk Afl Esc AMD sum MDL Fr Fr. SFr S/ L$ pln usd gbp");

    private static readonly FrozenDictionary<char, string[]> SignsByFirst = By(Signs, 0), SignsByLast = By(Signs, ^1), CodesByFirst = By(Codes, 0), CodesByLast = By(Codes, ^1);

    // One pass over the text instead of one a currency: this is asked of every figure on a page.
    private static readonly string[] Ranked = Rank();

    private static readonly FrozenDictionary<char, (int Rank, string Word, bool IsWord)[]> RankedByFirst = RankByFirst();

    /// <summary>The currency that a price field states next to the number <c>[start, end)</c> of it, else anywhere in it; null for none.</summary>
    public static (string Sign, int Start)? Near(string text, int start, int end)
    {
        var dotted = text.AsSpan(0, start).TrimEnd(" :\u00A0");
        if (dotted.Length > 0 && dotted[^1] == '.')
        {
            foreach (var sign in With(SignsByLast, '.'))
            {
                if (dotted.EndsWith(sign, StringComparison.Ordinal) && Bounded(dotted, dotted.Length - sign.Length, sign)) return (sign, dotted.Length - sign.Length);
            }
        }
        var before = dotted.TrimEnd(" :.\u00A0");
        // "NZD $100.70", "$ SGD4.90": a code says more than the sign.
        if (CodeBefore(before) is { } coded) return coded;
        if (before.Length > 0 && before[^1] == '$' && CodeBefore(before[..^1].TrimEnd(' ')) is { Sign.Length: 3 } dollars) return dollars;
        foreach (var sign in before.Length == 0 ? [] : With(SignsByLast, before[^1]))
        {
            if (before.EndsWith(sign, StringComparison.Ordinal) && Bounded(before, before.Length - sign.Length, sign)) return (sign, before.Length - sign.Length);
        }
        var rest = text.AsSpan(end);
        var gap = rest.Length - rest.TrimStart(" \u00A0,-–").Length;
        rest = rest[gap..];
        if (rest.Length == 0) return null;
        foreach (var sign in With(SignsByFirst, rest[0]))
        {
            if (rest.StartsWith(sign, StringComparison.Ordinal) && (!char.IsLetter(sign[^1]) || rest.Length == sign.Length || !char.IsLetter(rest[sign.Length]))) return (sign, end + gap);
        }
        foreach (var code in With(CodesByFirst, rest[0]))
        {
            if (rest.StartsWith(code, StringComparison.Ordinal) && (rest.Length == code.Length || !char.IsLetter(rest[code.Length]))) return (code, end + gap);
        }
        return null;
    }

    /// <summary>The first currency anywhere in a text; null for none.</summary>
    public static string? Anywhere(string text)
    {
        var best = int.MaxValue;
        for (var at = 0; at < text.Length; at++)
        {
            if (!RankedByFirst.TryGetValue(text[at], out var ranked)) continue;
            var begins = at == 0 || !char.IsLetter(text[at - 1]);
            foreach (var (rank, word, isWord) in ranked)
            {
                if (rank >= best) break;
                if (isWord && !begins || !text.AsSpan(at).StartsWith(word, StringComparison.Ordinal)) continue;
                var end = at + word.Length;
                if (isWord && end < text.Length && char.IsLetter(text[end])) continue;
                best = rank;
                break;
            }
        }
        return best == int.MaxValue ? null : Ranked[best];
    }

    /// <summary>One name for đồng, everything else as written.</summary>
    public static string Canonical(string sign) => sign is "₫" or "đ" or "VNĐ" or "VND" or "vnd" or "vnđ" or "Đ" ? "VND" : sign;

    private static (string Sign, int Start)? CodeBefore(ReadOnlySpan<char> before)
    {
        foreach (var code in before.Length == 0 ? [] : With(CodesByLast, before[^1]))
        {
            var at = before.Length - code.Length;
            if (at >= 0 && before.EndsWith(code, StringComparison.Ordinal) && (at == 0 || !char.IsLetter(before[at - 1]))) return (code, at);
        }
        return null;
    }

    private static string[] With(FrozenDictionary<char, string[]> index, char c) => index.TryGetValue(c, out var list) ? list : [];

    private static FrozenDictionary<char, string[]> By(string[] list, Index at) =>
        list.GroupBy(s => s[at]).ToFrozenDictionary(static g => g.Key, static g => g.ToArray());

    private static bool Bounded(ReadOnlySpan<char> before, int at, string sign) =>
        !char.IsLetter(sign[0]) || at == 0 || !char.IsLetter(before[at - 1]);

    /// <summary>In the order of what says most: codes in capitals, signs, the other codes.</summary>
    private static string[] Rank() =>
    [
        .. Codes.Where(static code => code.Length >= 3 && char.IsUpper(code[1])), .. Signs, .. Codes.Where(static code => code.Length >= 2),
    ];

    private static FrozenDictionary<char, (int Rank, string Word, bool IsWord)[]> RankByFirst() => Ranked
        .Select(static (word, rank) => (Rank: rank, Word: word, IsWord: char.IsLetter(word[0])))
        .GroupBy(static entry => entry.Word[0])
        .ToFrozenDictionary(static group => group.Key, static group => group.ToArray());

    private static string[] Sort(string list) =>
        [.. list.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).OrderByDescending(static s => s.Length).ThenBy(static s => s, StringComparer.Ordinal)];
}
