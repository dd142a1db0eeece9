namespace Ecom389.Monitor.Text.Phones;

/// <summary>Viet Nam's numbering plan: which digit strings are numbers, and the conversion of 2018 (11-digit mobile numbers to 10).</summary>
internal static class NumberingPlan
{
    /// <summary>Area codes after the leading 02, by their first digit: which second digits exist (plan of 2017).</summary>
    private static readonly string[] Areas = ["3456789", "01234568 9", "0125678 9", "23456789", "0123456789", "12456789", "01239", "01234567", "0123456789", "012346 79"];

    /// <summary>A number as dialled inside the country (0981389389, 02438223344, 01681234567) to E.164, or null.</summary>
    public static string? FromNational(ReadOnlySpan<char> digits)
    {
        if (digits.Length < 10 || digits[0] != '0') return null;
        var rest = digits[1..];
        return digits.Length switch
        {
            10 when IsMobile(rest) => $"+84{rest}",
            11 when rest[0] == '2' && IsLandline(rest) => $"+84{rest}",
            11 when rest[0] == '1' => FromOldMobile(rest),
            _ => null,
        };
    }

    /// <summary>The nine digits after the leading nought of a mobile number.</summary>
    public static bool IsMobile(ReadOnlySpan<char> rest) => rest.Length == 9 && rest[0] switch
    {
        '3' => rest[1] is >= '2' and <= '9',
        '5' => rest[1] is '2' or '5' or '6' or '8' or '9',
        '7' => rest[1] is '0' or >= '6' and <= '9',
        '8' => rest[1] is >= '1' and <= '9',
        '9' => true,
        _ => false,
    };

    public static bool IsLandline(ReadOnlySpan<char> rest) =>
        rest.Length == 10 && rest[0] == '2' && Areas[rest[1] - '0'].Contains(rest[2], StringComparison.Ordinal);

    private static string? FromOldMobile(ReadOnlySpan<char> rest)
    {
        var prefix = rest[..3] switch
        {
            "162" => "32",
            "163" => "33",
            "164" => "34",
            "165" => "35",
            "166" => "36",
            "167" => "37",
            "168" => "38",
            "169" => "39",
            "120" => "70",
            "121" => "79",
            "122" => "77",
            "126" => "76",
            "128" => "78",
            "123" => "83",
            "124" => "84",
            "125" => "85",
            "127" => "81",
            "129" => "82",
            "186" => "56",
            "188" => "58",
            "199" => "59",
            _ => null,
        };
        return prefix is null ? null : $"+84{prefix}{rest[3..]}";
    }
}
