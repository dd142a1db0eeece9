using Ecom389.Monitor.Text.Normalising;

namespace Ecom389.Monitor.Text.Prices;

/// <summary>How sure it is that a number is money.</summary>
internal enum Certainty
{
    /// <summary>A number alone.</summary>
    Bare,

    /// <summary>Two or more groups of thousands: 1.290.000.</summary>
    Grouped,

    /// <summary>A unit that is also an everyday word (3 lít, 2 chai, 1m5).</summary>
    Ambiguous,

    /// <summary>A unit or currency that is only money.</summary>
    Marked,
}

/// <summary>An amount in đồng at a place of a text. <see cref="High"/> differs from <see cref="Low"/> for masked prices.</summary>
internal readonly record struct DongAmount(int Start, int End, decimal Low, decimal High, Certainty Certainty, decimal Scale)
{
    private const decimal Million = 1_000_000;

    /// <summary>Words that count things: behind "1 củ 2" they show that the 2 is of them.</summary>
    private static readonly string[] Counters =
        ["cai", "con", "chiec", "may", "bo", "thang", "nam", "ngay", "sim", "goi", "thung", "hop", "nguoi", "lan", "vien", "ao", "doi", "cap", "cuc", "cay", "to", "the", "loai", "mau", "phong", "gio", "tuan", "qua", "lit", "kg", "chai", "lo", "tui", "bich", "em", "anh", "chi"];

    /// <summary>Reads the amount whose first digit is at <paramref name="start"/>.</summary>
    public static DongAmount? Read(string text, string folded, int start)
    {
        if (MaskedFigures.Read(text, start) is { } masked) return masked;
        if (Figures.ReadSpread(text, start) is { } spread && MoneyUnit.Read(text, spread.End, out _) is { IsDong: false } && Complete(text, folded, start, spread) is { } apart) return apart;
        var spaced = Figures.Read(text, start, spaces: true);
        if (spaced is { Groups: > 0 } grouped && Complete(text, folded, start, grouped) is { } amount && (amount.Scale <= 1 || amount.Scale > 1 && text[start..grouped.End].IndexOf(' ', StringComparison.Ordinal) < 0)
            && (amount.Certainty >= Certainty.Ambiguous || grouped.Groups >= 2))
        {
            return amount;
        }
        return Figures.Read(text, start, spaces: false) is { } plain ? Complete(text, folded, start, plain) : null;
    }

    /// <summary>The number with its unit, what follows the unit, and a currency behind that.</summary>
    private static DongAmount? Complete(string text, string folded, int start, Figures number)
    {
        var unit = MoneyUnit.Read(text, number.End, out var end);
        if (unit is null)
            return new(start, number.End, number.Value, number.Value, number.Groups >= 2 && number.Decimals == 0 ? Certainty.Grouped : Certainty.Bare, 0);
        if (unit.IsDong)
        {
            if (number.Decimals > 0 && number.Groups == 0) return null;
            if (unit.Ambiguous && unit.Attached && number.Groups == 0) return null;
            return new(start, end, number.Value, number.Value, Certainty.Marked, 1);
        }
        if (unit.Scale == 1_000 && number is { Decimals: > 0, IntegerDigits: 3, Groups: 0 }) return null;
        var certainty = unit.Ambiguous ? Certainty.Ambiguous : Certainty.Marked;
        var scale = unit.Scale;

        // "3 trăm nghìn", "2 chục củ": the hundred multiplies.
        if (unit.Scale is 100_000 or 10_000 && unit.Word[0] is 't' or 'c' && MoneyUnit.Read(text, end, out var further) is { IsDong: false, Ambiguous: false } next)
        {
            scale = unit.Scale / 1_000 * next.Scale;
            end = further;
            certainty = Certainty.Marked;
        }
        else if (scale == 1_000 && end < text.Length && Letters.IsLetterOrDigit(text[end]))
        {
            // 6k5 is 6,500 as one digit that nothing follows; "4k60" is a screen.
            if (!char.IsAsciiDigit(text[end]) || end + 1 < text.Length && Letters.IsLetterOrDigit(text[end + 1])) return null;
            if (unit.Word is "k") certainty = Certainty.Ambiguous;
        }
        var value = number.Value * scale;
        var high = value;
        var tail = AmountTail.Read(text, folded, end, scale, Counters);
        if (tail is { } more)
        {
            value += more.Low;
            high += more.High;
            end = more.End;
            if (certainty == Certainty.Ambiguous && unit.Word is not "m") certainty = Certainty.Marked;
        }
        else if (end < text.Length && Letters.IsLetterOrDigit(text[end]) && text[end] is not 'x')
        {
            // AS-10TR4RL: a code runs on.
            return null;
        }
        if (scale > 1 && MoneyUnit.Read(text, end, out var currencyEnd) is { IsDong: true, Ambiguous: false })
        {
            end = currencyEnd;
            certainty = Certainty.Marked;
        }
        return new(start, end, value, high, certainty, scale);
    }
}
