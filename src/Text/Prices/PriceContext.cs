using Ecom389.Monitor.Text.Normalising;

namespace Ecom389.Monitor.Text.Prices;

/// <summary>What the words around an amount make of it.</summary>
internal static class PriceContext
{
    private const int Window = 36;

    /// <summary>Words without marks match any; where bare letters would say something else (cọc and cốc, phí and phi) the word stands with its marks.</summary>
    private static readonly (string Word, PriceRole Role)[] Before =
    [
        ("gia cu", PriceRole.OldPrice), ("gia goc", PriceRole.OldPrice), ("niem yet", PriceRole.OldPrice), ("gia hang", PriceRole.OldPrice), ("gia thi truong", PriceRole.OldPrice), ("truoc day", PriceRole.OldPrice), ("gia bia", PriceRole.OldPrice),
        ("góp", PriceRole.Instalment), ("tra gop", PriceRole.Instalment), ("moi thang", PriceRole.Instalment), ("hang thang", PriceRole.Instalment), ("tra truoc", PriceRole.Deposit), ("cọc", PriceRole.Deposit), ("dat coc", PriceRole.Deposit), ("coc truoc", PriceRole.Deposit), ("dua truoc", PriceRole.Deposit),
        ("giam", PriceRole.Discount), ("re hon", PriceRole.Discount), ("thap hon", PriceRole.Discount), ("it hon", PriceRole.Discount), ("voucher", PriceRole.Discount), ("coupon", PriceRole.Discount), ("tiet kiem", PriceRole.Discount), ("chiet khau", PriceRole.Discount), ("uu dai", PriceRole.Discount), ("bớt", PriceRole.Discount), ("hoan lai", PriceRole.Discount), ("hoan tien", PriceRole.Discount), ("hoan", PriceRole.Discount), ("tru ngay", PriceRole.Discount), ("ma giam", PriceRole.Discount), ("giam them", PriceRole.Discount),
        ("tri gia", PriceRole.GiftValue), ("tang", PriceRole.GiftValue), ("quà", PriceRole.GiftValue), ("the cao", PriceRole.GiftValue), ("menh gia", PriceRole.GiftValue),
        ("ship", PriceRole.Fee), ("phí", PriceRole.Fee), ("phi ship", PriceRole.Fee), ("hoc phi", PriceRole.Fee), ("cong lap", PriceRole.Fee), ("cong tho", PriceRole.Fee), ("van chuyen", PriceRole.Fee), ("cước", PriceRole.Fee), ("phu thu", PriceRole.Fee), ("bu them", PriceRole.Fee),
        ("trên", PriceRole.Threshold), ("gia tri", PriceRole.Threshold), ("don tu", PriceRole.Threshold), ("don hang tu", PriceRole.Threshold), ("hoa don tu", PriceRole.Threshold), ("don tren", PriceRole.Threshold), ("don hang tren", PriceRole.Threshold), ("toi thieu", PriceRole.Threshold), ("phạt", PriceRole.Threshold), ("đền", PriceRole.Threshold), ("boi thuong", PriceRole.Threshold), ("den bu", PriceRole.Threshold),
        ("lương", PriceRole.Wage), ("luong thang", PriceRole.Wage), ("thu nhap", PriceRole.Wage), ("hoa hong", PriceRole.Wage), ("kiếm", PriceRole.Wage),
        ("gia", PriceRole.Price), ("con", PriceRole.Price), ("chi", PriceRole.Price), ("xuong", PriceRole.Price), ("ban", PriceRole.Price), ("pass", PriceRole.Price), ("chot", PriceRole.Price), ("fix", PriceRole.Price), ("combo", PriceRole.Price), ("dong gia", PriceRole.Price), ("ra di", PriceRole.Price), ("thanh ly", PriceRole.Price), ("price", PriceRole.Price),
        ("khoang", PriceRole.Price), ("tam", PriceRole.Price), ("nhinh", PriceRole.Price), ("lay", PriceRole.Price), ("de lai", PriceRole.Price), ("bay", PriceRole.Price), ("sale", PriceRole.Price), ("xa", PriceRole.Price), ("bao ship", PriceRole.Price), ("freeship", PriceRole.Price), ("gom ship", PriceRole.Price),
    ];

    /// <summary>What counts or measures something else when it follows a number of thousands or millions.</summary>
    private static readonly string[] NotMoney =
        ["mah", "view", "views", "follow", "follower", "followers", "sub", "like", "likes", "luot", "nguoi", "khach", "diem", "pixel", "px", "mau", "tuoi", "hz", "fps", "cay so", "km", "mb", "gb", "dpi", "bo", "trang", "thanh vien", "san pham", "don hang", "tai khoan", "am tinh", "uhd", "hdr", "ohm", "rpm", "vong", "tieng", "shot", "shots", "lumen", "lm", "lux", "gio", "phut", "ngay", "thang", "nam", "xanh", "loai"];

    private static readonly string[] PriceWords = ["gia", "price", "gia chi", "gia con", "gia ban", "chi con", "gia chi con", "gia tu", "gia moi", "gia sale", "gia re", "dong gia"];

    private static readonly string[] MeasuredThings =
        ["dai", "day", "cap", "cao", "rong", "sau", "kho", "ngang", "kich thuoc", "size", "noi", "binh", "dung tich", "thung", "tu", "can", "chieu", "ban kinh", "cach", "xa", "duoi"];

    /// <summary>The role of the amount at <c>[start, end)</c>; the mention before ended at <paramref name="floor"/>.</summary>
    public static PriceRole Role(string text, string folded, int start, int end, int floor)
    {
        var window = Clause(text, folded, start, floor);
        var marked = text.AsSpan(start - window.Length, window.Length);
        var nearest = -1;
        var role = PriceRole.Price;
        foreach (var (word, candidate) in Before)
        {
            var at = LastWord(System.Text.Ascii.IsValid(word) ? window : marked, word);
            if (at < 0) continue;

            // Of two words that end at the same place the longer speaks: "freeship" is not "ship".
            var reach = at + word.Length;
            if (reach < nearest || reach == nearest && candidate == PriceRole.Price) continue;
            nearest = reach;
            role = candidate;
        }
        if (role == PriceRole.Price && LastWord(window, "giam gia") is var discount and >= 0 && nearest == discount + 8) role = PriceRole.Discount;
        if (role is PriceRole.Price or PriceRole.Instalment && IsMonthly(folded, end)) return PriceRole.Instalment;
        if (role == PriceRole.Price && Follows(folded, end, "tien coc", "coc", "dat coc")) return PriceRole.Deposit;
        return role;
    }

    /// <summary>Whether a price word stands before the amount in the same clause.</summary>
    public static bool HasCue(string text, string folded, int start, int floor)
    {
        var window = Clause(text, folded, start, floor);
        var marked = text.AsSpan(start - window.Length, window.Length);
        foreach (var (word, _) in Before)
        {
            if (LastWord(System.Text.Ascii.IsValid(word) ? window : marked, word) >= 0) return true;
        }
        return LastWord(marked, "từ") >= 0 || LastWord(marked, "tu") >= 0 || window.TrimEnd().EndsWith("=");
    }

    /// <summary>Whether the word giá itself, or price, stands directly before.</summary>
    public static bool HasPriceWord(string text, string folded, int start, int floor)
    {
        var window = Clause(text, folded, start, floor).TrimEnd();
        window = window.TrimEnd(": -=~").TrimEnd();
        foreach (var word in PriceWords)
        {
            if (window.EndsWith(word) && LastWord(window, word) >= 0) return true;
        }
        return false;
    }

    /// <summary>dưới, tối đa, không quá: only the upper end is stated.</summary>
    public static bool IsUpperBound(string text, string folded, int start, int floor)
    {
        var window = Clause(text, folded, start, floor).TrimEnd();
        return window.EndsWith("duoi") || window.EndsWith("toi da") || window.EndsWith("khong qua") || window.EndsWith("under") || window.EndsWith("up to");
    }

    public static bool CountsSomethingElse(string folded, int end) => Follows(folded, end, NotMoney);

    /// <summary>Whether what stands before makes the number a measure: dây dài 1m5, nồi 3 lít, 2x1m5.</summary>
    public static bool IsMeasure(string text, string folded, int start, int end, int floor)
    {
        var window = Clause(text, folded, start, floor);
        foreach (var word in MeasuredThings)
        {
            if (LastWord(window, word) is var at and >= 0 && window.Length - at - word.Length < 12) return true;
        }
        if (start > 0 && text[start - 1] is 'x' or '×' or '*') return true;
        var after = end;
        while (after < text.Length && text[after] == ' ') after++;
        return after < text.Length && text[after] is 'x' or '×' or '*' || Follows(folded, end, "nuoc", "xang", "dau", "day", "vai", "vuong", "dai");
    }

    /// <summary>2 củ sạc, 3 củ hành, 5 cành đào, 2 chai nước: the unit is the thing itself.</summary>
    public static bool IsThing(string text, string folded, int start, int end)
    {
        var unit = end;
        while (unit > start && Letters.IsLetter(text[unit - 1])) unit--;
        return folded.AsSpan(unit, end - unit) switch
        {
            "cu" => Follows(folded, end, "sac", "toi", "hanh", "khoai", "gung", "nghe", "sen", "cai", "nguon", "adapter", "sam", "ca rot", "loa", "qua", "dau", "nguoi", "nhan", "keng", "dep"),
            "canh" => Follows(folded, end, "dao", "mai", "hoa", "lan", "tuyet", "cay", "la", "quat", "gac", "ga"),
            "chai" => Follows(folded, end, "nuoc", "dau", "xit", "sua", "ruou", "bia", "thuoc", "nho", "lon", "tinh", "keo", "serum", "ml", "mat", "mam", "tuong", "xa", "sap", "dung"),
            "toi" => end < folded.Length,
            "dong" => Follows(folded, end, "ho", "bo", "phuc", "hanh", "thau", "chi", "coin"),
            "ty" or "ti" => Follows(folded, end, "le", "phu", "gia"),
            _ => false,
        };
    }

    private static bool IsMonthly(string folded, int end)
    {
        var at = end;
        while (at < folded.Length && folded[at] == ' ') at++;
        if (at < folded.Length && folded[at] == '/') return Follows(folded, at + 1, "thang", "th", "month");
        return Follows(folded, at, "mot thang", "1 thang", "moi thang", "hang thang");
    }

    private static bool Follows(string folded, int at, params ReadOnlySpan<string> words)
    {
        while (at < folded.Length && folded[at] == ' ') at++;
        var rest = folded.AsSpan(at);
        foreach (var word in words)
        {
            if (rest.StartsWith(word) && (rest.Length == word.Length || !Letters.IsLetter(rest[word.Length]))) return true;
        }
        return false;
    }

    /// <summary>The words before the amount, back to a sentence end, a line end, a comma or the amount before.</summary>
    private static ReadOnlySpan<char> Clause(string text, string folded, int start, int floor)
    {
        var from = Math.Max(floor, start - Window);
        for (var i = start - 1; i >= from; i--)
        {
            if (text[i] is '\n' or ';' or '!' or '?' or '|' or ')' || text[i] is ',' or '.' && (i + 1 >= text.Length || !char.IsAsciiDigit(text[i + 1])))
            {
                from = i + 1;
                break;
            }
        }
        return folded.AsSpan(from, start - from);
    }

    private static int LastWord(ReadOnlySpan<char> window, string word)
    {
        var end = window.Length;
        while (end > 0)
        {
            var at = window[..end].LastIndexOf(word);
            if (at < 0) return -1;
            var after = at + word.Length;
            if ((at == 0 || !Letters.IsLetterOrDigit(window[at - 1])) && (after == window.Length || !Letters.IsLetterOrDigit(window[after]))) return at;
            end = at + word.Length - 1;
        }
        return -1;
    }
}
