using System.Buffers;
using System.Collections.Frozen;
using Ecom389.Monitor.Text.Normalising;

namespace Ecom389.Monitor.Text.Prices;

/// <summary>A word or letter that scales a number to đồng, or names đồng. Words as in domain notes 5c.</summary>
/// <param name="Word">As written in lower case; with diacritics where they tell.</param>
/// <param name="Scale">Đồng in one.</param>
/// <param name="Ambiguous">Also an everyday word or measure: needs a price word near by.</param>
/// <param name="Attached">Only directly behind the number.</param>
internal sealed record MoneyUnit(string Word, decimal Scale, bool Ambiguous = false, bool Attached = false)
{
    private const decimal Thousand = 1_000, HundredThousand = 100_000, Million = 1_000_000, Billion = 1_000_000_000;

    public bool IsDong => Scale == 1;

    /// <summary>Longest first, so that a word is not taken for its beginning.</summary>
    private static readonly MoneyUnit[] All =
    [
        new("triệu", Million), new("trieu", Million), new("chiệu", Million), new("triêu", Million), new("triẹu", Million), new("tr", Million),
        new("củ", Million), new("cu", Million, Ambiguous: true), new("cũ", Million, Ambiguous: true, Attached: true), new("chai", Million, Ambiguous: true), new("m", Million, Ambiguous: true, Attached: true),
        new("tỷ", Billion), new("tỉ", Billion), new("ty", Billion, Ambiguous: true), new("tỏi", Billion, Ambiguous: true),
        new("nghìn", Thousand), new("ngìn", Thousand), new("ngàn", Thousand), new("nghin", Thousand), new("ngan", Thousand), new("ngin", Thousand), new("nghìm", Thousand),
        new("cành", Thousand), new("canh", Thousand, Ambiguous: true), new("ng", Thousand, Attached: true), new("ka", Thousand, Ambiguous: true, Attached: true), new("kđ", Thousand, Attached: true), new("kvnd", Thousand, Attached: true), new("k", Thousand),
        new("lít", HundredThousand, Ambiguous: true), new("lit", HundredThousand, Ambiguous: true), new("lốp", HundredThousand, Ambiguous: true), new("lop", HundredThousand, Ambiguous: true),
        new("xị", HundredThousand, Ambiguous: true), new("sọi", HundredThousand, Ambiguous: true), new("xọi", HundredThousand, Ambiguous: true), new("soi", HundredThousand, Ambiguous: true),
        new("trăm", HundredThousand, Ambiguous: true), new("tram", HundredThousand, Ambiguous: true), new("chục", 10_000, Ambiguous: true), new("chuc", 10_000, Ambiguous: true),
        new("đồng", 1), new("dong", 1, Ambiguous: true), new("vnđ", 1), new("vnd", 1), new("vn đ", 1), new("đ", 1), new("₫", 1), new("d", 1, Ambiguous: true, Attached: true),
    ];

    private static readonly FrozenDictionary<char, MoneyUnit[]> LongestFirst = All.OrderByDescending(static unit => unit.Word.Length).GroupBy(static unit => unit.Word[0]).ToFrozenDictionary(static units => units.Key, static units => units.ToArray());

    private static readonly SearchValues<char> Firsts = SearchValues.Create([.. All.Select(static unit => unit.Word[0])]);

    /// <summary>The unit at <paramref name="at"/>, at most one space on; its end comes with it. Null for none.</summary>
    public static MoneyUnit? Read(string text, int at, out int end)
    {
        end = at;
        var spaces = 0;
        while (at < text.Length && text[at] is ' ' && spaces < 2)
        {
            at++;
            spaces++;
        }
        if (at >= text.Length || !Firsts.Contains(text[at])) return null;
        foreach (var unit in LongestFirst[text[at]])
        {
            if (unit.Attached && spaces > 0 || string.CompareOrdinal(text, at, unit.Word, 0, unit.Word.Length) != 0) continue;
            var after = at + unit.Word.Length;
            if (after < text.Length && Letters.IsLetter(text[after]) && !(text[after] == 'x' && unit.Scale >= Million)) continue;
            end = after;
            return unit;
        }
        return null;
    }
}
