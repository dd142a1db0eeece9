using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Web.Tests.Hosting;

/// <summary>One cue of a written offer: the quote is looked up in the field.</summary>
public sealed record Cue(string Id, string? Code, double Weight, string? Field, string? Quote, string Message, Dictionary<string, string>? Facts = null, string Kind = "rule");

/// <summary>An offer as a test writes it, with what a scorer would have said.</summary>
public sealed record Offer(string Key, string Source, ListingRecord Record, double Priority, string[] Codes, Cue[] Cues)
{
    public string Url => $"https://{Source}.example/p/{Key}";

    /// <summary>The judgement with exact offsets.</summary>
    public ScoreResult Judge()
    {
        var signals = Cues.Select(cue =>
        {
            if (cue is not { Field: { } field, Quote: { } quote })
                return new Signal(cue.Kind, cue.Id, cue.Code, cue.Weight, null, null, null, null, cue.Message, cue.Facts);
            var start = Text(field).IndexOf(quote, StringComparison.Ordinal);
            if (start < 0) throw new InvalidOperationException($"'{quote}' is not in {field} of {Key}.");
            return new Signal(cue.Kind, cue.Id, cue.Code, cue.Weight, field, start, start + quote.Length, quote, cue.Message, null);
        }).OrderByDescending(signal => signal.Weight).ToList();
        return new(Key, Math.Min(0.99, 0.5 + (Priority / 2)), true, Priority, [.. Codes.Select((code, index) => new ViolationScore(code, Math.Max(0.3, Priority - (index * 0.12))))], signals);
    }

    private string Text(string field) => field switch
    {
        "title" => Record.Title,
        "description" => Record.Description,
        "priceText" => Record.PriceText,
        "brand" => Record.Brand ?? "",
        "seller/name" => Record.Seller.Name ?? "",
        _ when field.StartsWith("attributes/", StringComparison.Ordinal) => Record.Attributes[field["attributes/".Length..]],
        _ => throw new InvalidOperationException(field),
    };
}

/// <summary>A morning's queue, in the register of real sellers; every person, shop and number is invented.</summary>
public static class Offers
{
    public static IReadOnlyList<Offer> Morning { get; } =
    [
        Make("ap2", "cho-lon", "Tai nghe Pro 2 rep 1:1 hổ vằn – định vị, đổi tên, xuyên âm full chức năng",
            "Hàng rep 1:1 chip hổ vằn mới nhất 2026, check seri ra web hãng.\nBao test 7 ngày, pin 4-5 tiếng. Full box seal như hàng hãng.\nKhách lấy sỉ ib shop giá tốt, ship COD toàn quốc.\nĐt/Zalo: 0900 000 118",
            "₫349.000", 349000, 0.93, ["counterfeit", "uncertified"], Seller("tainghe_sieure_sg", "0900 000 118", "TP. Hồ Chí Minh", "2026-08-11", 4.1, 1312),
            [
                new("counterfeit.replica-1-1", "counterfeit", 2.4, "title", "rep 1:1", "Cụm “rep 1:1” là cách gọi hàng nhái trong giới bán hàng điện tử; nghi vấn hàng giả."),
                new("counterfeit.replica-1-1-body", "counterfeit", 1.9, "description", "Hàng rep 1:1 chip hổ vằn", "Mô tả tự nhận là bản nhái dùng chip riêng; nghi vấn hàng giả."),
                new("counterfeit.serial-check", "counterfeit", 1.3, "description", "check seri ra web hãng", "Quảng cáo số sê-ri “ra web hãng”: chiêu thường gặp ở hàng nhái; nghi vấn hàng giả."),
                new("counterfeit.like-genuine", "counterfeit", 0.9, "description", "seal như hàng hãng", "“Như hàng hãng” ngụ ý không phải hàng của hãng."),
                new("price.far-below", "counterfeit", 1.6, null, null, "Giá bằng 7% giá tham khảo của hàng chính hãng.", Pairs(("ratio", "0.07"), ("price", "349000"), ("reference", "4990000"), ("referenceNew", "5690000"), ("referenceDate", "2026-11-01"), ("product", "Tai nghe không dây Pro 2")), "price"),
                new("seller.young", null, 0.4, null, null, "Tài khoản mới lập dưới 4 tháng.", Pairs(("joined", "2026-08-11")), "seller"),
                new("seller.cod", null, -0.3, "description", "Bao test 7 ngày", "Có chính sách đổi trả, dấu hiệu làm giảm nghi vấn."),
            ],
            Pairs(("Thương hiệu", "Apple"), ("Xuất xứ", "Trung Quốc"), ("Bảo hành", "1 đổi 1 trong 30 ngày"), ("Kết nối", "Bluetooth 5.3"))),
        Make("kichsong", "rao-vat", "Bộ kích sóng điện thoại 4G 3 băng tần cho nhà ống, hầm xe, vùng sâu",
            "Máy kích sóng di động 900/1800/2100, phủ 200-500m2, anten yagi ngoài trời.\nLắp đặt tận nơi trong ngày tại Hà Nội và các tỉnh lân cận.\nHàng về không cần giấy tờ, dùng là có sóng ngay. Sẵn kho 50 bộ.\nGọi 0900.000.292 gặp Tuấn kỹ thuật.",
            "1tr8 trọn bộ", 1800000, 0.91, ["prohibited-device", "uncertified"], Seller("Tuấn Kỹ Thuật Sóng", "0900.000.292", "Hà Nội", "2024-02-02", null, 41),
            [
                new("prohibited.repeater", "prohibited-device", 2.6, "title", "kích sóng điện thoại", "Thiết bị kích sóng di động không được tự ý lắp đặt, sử dụng; nghi vấn thiết bị cấm."),
                new("uncertified.no-papers", "uncertified", 1.8, "description", "không cần giấy tờ", "Người bán nói hàng không cần giấy tờ; nghi vấn chưa chứng nhận hợp quy."),
                new("prohibited.bands", "prohibited-device", 0.8, "description", "900/1800/2100", "Băng tần của mạng di động công cộng."),
                new("model.words", "prohibited-device", 0.7, "description", "anten yagi ngoài trời", "Từ ngữ thường gặp ở các tin đã được xác nhận nghi vấn.", null, "model"),
            ],
            Pairs(("Tình trạng", "Mới 100%"), ("Công suất", "20 dBm"))),
        Make("laptop-nhat", "cho-lon", "Laptop bãi Nhật core i5 gen 8 nguyên zin, về cont tuyển lựa",
            "Lô laptop nội địa Nhật lướt mới về cont, máy đẹp 98%, bàn phím Nhật.\nLấy từ 5 máy giá thương lượng, không xuất hoá đơn.\nBảo hành 3 tháng phần cứng.",
            "4tr2", 4200000, 0.84, ["used-import", "smuggled"], Seller("Kho Laptop Nhật Bãi", "0900 000 477", "Bình Dương", "2022-06-19", 4.6, 890),
            [
                new("used-import.japan-yard", "used-import", 2.1, "title", "bãi Nhật", "“Hàng bãi Nhật” là cách gọi hàng cũ nhập theo lô; nghi vấn hàng CNTT đã qua sử dụng cấm nhập khẩu."),
                new("used-import.container", "used-import", 1.6, "description", "mới về cont", "Nhập theo công-ten-nơ để bán lại; nghi vấn hàng cũ cấm nhập."),
                new("smuggled.no-invoice", "smuggled", 1.5, "description", "không xuất hoá đơn", "Không xuất hoá đơn; nghi vấn hàng không rõ nguồn gốc."),
                new("seller.rated", null, -0.5, null, null, "Người bán có đánh giá tốt và lịch sử dài.", Pairs(("rating", "4,6"), ("sold", "890")), "seller"),
            ],
            Pairs(("CPU", "Core i5-8250U"), ("RAM", "8 GB"))),
        Make("sim-otp", "mxh", "",
            "Thuê sim nhận OTP giá rẻ 3k/lần 🔥 sim kích hoạt sẵn chính chủ người khác, nhận mã mọi app. Ai cần số lượng ib em, có api cho anh em chạy tool. Nhóm kín, uy tín lâu năm ạ",
            "3k/lần", 3000, 0.88, ["sim-abuse"], Seller("Sim Giá Rẻ Toàn Quốc", null, null, null, null, null),
            [
                new("sim.otp-rent", "sim-abuse", 2.5, "description", "Thuê sim nhận OTP", "Cho thuê SIM nhận mã OTP; nghi vấn mua bán SIM trái phép."),
                new("sim.preactivated", "sim-abuse", 2.2, "description", "sim kích hoạt sẵn", "SIM kích hoạt sẵn; nghi vấn mua bán SIM trái phép."),
                new("sim.owner", "sim-abuse", 1.1, "description", "chính chủ người khác", "SIM đứng tên người khác."),
            ], Pairs()),
        Make("dect", "rao-vat", "Điện thoại không dây DECT 6.0 xách tay Mỹ, bộ 3 tay con",
            "Bộ điện thoại kéo dài DECT 6.0 mua bên Mỹ mang về, 110V kèm biến áp.\nNghe gọi trong nhà rất xa. Không có tem, chỉ bán ai biết dùng.",
            "1.350.000đ", 1350000, 0.79, ["prohibited-device", "uncertified"], Seller("Hàng Mỹ Cô Út", "0900-000-655", "Đà Nẵng", "2023-01-15", 4.9, 230),
            [
                new("prohibited.dect6", "prohibited-device", 2.2, "title", "DECT 6.0", "DECT 6.0 dùng băng tần của mạng di động tại Việt Nam; nghi vấn thiết bị cấm."),
                new("uncertified.no-stamp", "uncertified", 1.4, "description", "Không có tem", "Người bán nói không có tem; nghi vấn thiếu dấu hợp quy."),
            ],
            Pairs(("Xuất xứ", "Mỹ (xách tay)"))),
        Make("tvbox", "website", "TV Box full kênh quốc tế, phim chiếu rạp trọn đời không phí tháng",
            "Box đã cài sẵn app xem K+ , HBO, ngoại hạng Anh miễn phí trọn đời.\nCắm là xem, không cần đăng ký gói.",
            "990k", 990000, 0.72, ["piracy", "uncertified"], Seller("BoxTV Giá Gốc", "0900 000 733", "Hà Nội", null, null, null),
            [
                new("piracy.free-forever", "piracy", 1.9, "description", "miễn phí trọn đời", "Chào xem kênh trả tiền miễn phí trọn đời; nghi vấn xâm phạm bản quyền."),
                new("piracy.channels", "piracy", 1.2, "title", "full kênh quốc tế", "“Full kênh” thường đi với truyền hình lậu."),
            ], Pairs()),
        Make("tem-cr", "website", "In tem dấu hợp quy CR, tem chống giả, tem bảo hành theo yêu cầu",
            "Nhận in tem CR, tem ICT, tem vỡ các loại, số lượng từ 500 con. Gửi mẫu là làm được y hệt, giao 3 ngày.",
            "từ 350đ/con", 350, 0.69, ["label-printing"], Seller("In Ấn Nhanh 24h", "0900 000 840", "TP. Hồ Chí Minh", null, null, null),
            [
                new("label.cr", "label-printing", 1.8, "title", "In tem dấu hợp quy CR", "Nhận in dấu hợp quy cho người khác; nghi vấn in tem nhãn giả."),
                new("label.copy", "label-printing", 1.5, "description", "làm được y hệt", "Nhận làm giống hệt mẫu gửi; nghi vấn in tem nhãn giả."),
            ], Pairs()),
        Make("bodam", "rao-vat", "Bộ đàm cầm tay 5W VHF/UHF mở tần số, cặp 2 máy",
            "Bộ đàm mở full tần 136-174/400-520, bảo vệ, công trình dùng tốt. Hàng chưa đăng ký, ai dùng tự xin phép.",
            "750k/cặp", 750000, 0.56, ["uncertified"], Seller("Bộ Đàm Hải Phòng", "0900 000 914", "Hải Phòng", "2021-11-30", 4.7, 540),
            [
                new("uncertified.open-bands", "uncertified", 1.3, "description", "mở full tần 136-174/400-520", "Máy mở toàn dải tần; nghi vấn chưa chứng nhận hợp quy."),
                new("seller.rated", null, -0.4, null, null, "Người bán có đánh giá tốt và lịch sử dài.", Pairs(("rating", "4,7"), ("sold", "540")), "seller"),
            ], Pairs()),
        Make("sac-du-phong", "cho-lon", "Sạc dự phòng 20000mAh logo táo, giá xả kho",
            "Pin sạc in logo theo yêu cầu, hàng loại 1 như chính hãng. Xả kho cuối năm.",
            "99.000", 99000, 0.47, ["counterfeit"], Seller("phukien_xakho", null, "Hà Nội", "2025-12-01", 4.3, 5120),
            [
                new("counterfeit.grade-1", "counterfeit", 1.4, "description", "hàng loại 1 như chính hãng", "“Loại 1 như chính hãng” là cách gọi hàng nhái."),
                new("seller.volume", null, -0.2, null, null, "Bán số lượng lớn, ít khiếu nại.", Pairs(("sold", "5.120")), "seller"),
            ], Pairs(("Dung lượng", "20000 mAh"))),
        Make("router", "cho-lon", "Bộ phát wifi công suất cao xuyên tường, hàng quốc tế",
            "Router bản quốc tế phát sóng mạnh gấp 3, chưa dán tem hợp quy, bù lại giá rẻ hơn hàng trong nước.",
            "610k", 610000, 0.41, ["uncertified"], Seller("Wifi Quốc Tế", null, "Cần Thơ", "2024-09-09", 4.4, 77),
            [
                new("uncertified.not-marked", "uncertified", 1.5, "description", "chưa dán tem hợp quy", "Người bán tự nói chưa có tem hợp quy; nghi vấn không hợp quy."),
            ], Pairs()),
        Make("giamao", "website", "Cửa hàng uỷ quyền chính thức – thanh lý điện thoại trưng bày giảm 70%",
            "Trang chính thức của hãng tại Việt Nam, thanh lý 100 máy trưng bày. Đặt cọc trước 500k giữ suất.",
            "2.990.000", 2990000, 0.33, ["impersonation"], Seller("Mobile Store Official VN", "0900 000 021", null, null, null, null),
            [
                new("impersonation.official", "impersonation", 1.2, "description", "Trang chính thức của hãng tại Việt Nam", "Tự nhận là trang chính thức của hãng; nghi vấn mạo danh."),
                new("impersonation.deposit", "impersonation", 0.9, "description", "Đặt cọc trước 500k", "Đòi đặt cọc trước cho hàng giảm sâu."),
            ], Pairs()),
        Make("ganmo", "mxh", "",
            "Chuyên định vị nghe âm thanh ngụy trang ổ điện, thẻ ATM. Theo dõi vợ chồng con cái kín đáo. Shop gửi che tên sản phẩm.",
            "ib", null, 0.61, ["prohibited-device"], Seller("Camera Mini Bí Mật", null, null, null, null, null),
            [
                new("prohibited.disguised", "prohibited-device", 1.9, "description", "nghe âm thanh ngụy trang ổ điện", "Thiết bị nghe lén ngụy trang; nghi vấn thiết bị cấm."),
                new("prohibited.hidden-parcel", "prohibited-device", 0.8, "description", "che tên sản phẩm", "Gửi hàng che tên sản phẩm."),
            ], Pairs()),
    ];

    public static Dictionary<string, string> Pairs(params (string Name, string Value)[] pairs) =>
        pairs.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);

    public static SellerRecord Seller(string name, string? phone, string? location, string? joined, double? rating, long? sold) =>
        new() { Name = name, Phone = phone, Location = location, Joined = joined, Rating = rating, Sold = sold };

    public static Offer Make(string key, string source, string title, string description, string priceText, long? priceVnd, double priority, string[] codes, SellerRecord seller, Cue[] cues, Dictionary<string, string> attributes) =>
        new(key, source, new()
        {
            Id = key,
            Site = source + ".example",
            Url = $"https://{source}.example/p/{key}",
            Title = title,
            Description = description,
            PriceText = priceText,
            PriceVnd = priceVnd,
            Seller = seller,
            Attributes = attributes,
            PostedAt = "2026-11-18",
        }, priority, codes, cues);
}
