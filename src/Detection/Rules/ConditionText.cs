using System.Globalization;

namespace Ecom389.Monitor.Detection.Rules;

/// <summary>Says in Vietnamese what a condition asks for and what the listing has: "why was it not flagged" for an analyst.</summary>
internal static class ConditionText
{
    private const int MostWords = 6;

    /// <summary>What a condition that failed asks for, and what the listing has instead.</summary>
    public static string Wanted(Condition condition, ListingMatch match)
    {
        var record = match.View.Record;
        return condition switch
        {
            HasPhrase phrase => "cần một trong các cụm: " + List(phrase.Phrases.Words),
            Near near => $"cần các nhóm từ {(near.Ordered ? "theo thứ tự, " : "")}cách nhau tối đa {near.Words} từ: {string.Join(" + ", near.Groups.Select(static group => List(group.Words)))}",
            HasRegex regex => $"cần khớp biểu thức {regex.Expression}",
            CategoryIn { Excluded: true } category => $"không áp dụng cho loại hàng {List(category.Categories)}; tin thuộc {record.Category ?? "không rõ"}",
            CategoryIn category => $"cần loại hàng {List(category.Categories)}; tin thuộc {record.Category ?? "không rõ"}",
            ChannelIn channel => $"cần kênh {List(channel.Channels)}; tin ở {record.Channel ?? "không rõ"}",
            GoodsConditionIn goods => $"cần tình trạng {List(goods.Conditions)}; tin ghi {record.Condition ?? "unknown"}",
            BrandIn brand => $"cần nhãn hiệu {List(brand.Brands)}; tin ghi {record.Brand ?? "không có"}",
            AttributeIs attribute => $"cần thuộc tính \"{attribute.Name}\" {(attribute.Missing is true ? "để trống" : attribute.Contains is { } words ? "có " + List(words.Words) : "có giá trị")}",
            PriceBetween range => $"cần giá {(range.AtLeast is { } low ? "từ " + Dong(low) : "")}{(range.AtMost is { } high ? " đến " + Dong(high) : "")}; tin ghi {(record.PriceVnd is { } price ? Dong(price) : "không có giá")}",
            PriceHidden => "cần tin giấu giá; tin này có giá",
            SellerIs => "người bán không thoả điều kiện (tuổi tài khoản, đánh giá, số đã bán, xác minh)",
            DatedWithin dated => $"cần ngày đăng {(dated.From is { } from ? "từ " + Day(from) : "")}{(dated.To is { } to ? " đến " + Day(to) : "")}; tin đăng {record.PostedAt ?? "không rõ, xét ngày " + Day(match.AsOf)}",
            InCampaign campaign => $"cần trong chiến dịch {List(campaign.Names)}; tin đăng {record.PostedAt ?? "không rõ, xét ngày " + Day(match.AsOf)}",
            AnyOf any => "cần ít nhất một trong: " + string.Join(" | ", any.Parts.Select(part => Wanted(part, match))),
            AllOf all => "cần đủ: " + string.Join(" & ", all.Parts.Select(part => Wanted(part, match))),
            Not not => "cần không có: " + Wanted(not.Part, match),
            _ => "điều kiện không thoả",
        };
    }

    /// <summary>Why a rule that holds adds nothing on a date.</summary>
    public static string NotInForce(Rule rule, DateOnly asOf) => rule.Status switch
    {
        RuleStatus.Draft => "bản nháp (draft)",
        RuleStatus.Shadow => "chạy thử (shadow): có khớp, không tính điểm",
        RuleStatus.Retired => "đã ngừng (retired)",
        _ => $"ngoài hiệu lực ngày {Day(asOf)}: {(rule.Dates.ValidFrom is { } from ? "từ " + Day(from) : "")}{(rule.Dates.ValidTo is { } to ? " đến " + Day(to) : "")}",
    };

    private static string List(IEnumerable<string> words)
    {
        var all = words.ToArray();
        return string.Join(", ", all.Take(MostWords).Select(static word => $"\"{word}\"")) + (all.Length > MostWords ? $" … ({all.Length})" : "");
    }

    private static string Dong(long amount) => amount.ToString("#,0", CultureInfo.GetCultureInfo("vi-VN")) + "đ";

    private static string Day(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
}
