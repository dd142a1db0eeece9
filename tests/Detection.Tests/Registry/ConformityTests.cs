using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Facts;
using Ecom389.Monitor.Detection.Registry;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Detection.Tests.Rules;

namespace Ecom389.Monitor.Detection.Tests.Registry;

public class ConformityTests
{
    private static readonly DateOnly Day = new(2026, 11, 22);

    [Fact]
    public void A_number_on_the_list_for_the_goods_offered_is_certified() =>
        Assert.Equal(ConformityState.Certified, Fact("Loa bluetooth SB-200", "Số GCN A0123150325AE01A2").State);

    [Fact]
    public void A_number_of_other_goods_is_borrowed()
    {
        var fact = Fact("Router wifi 6", "Đã hợp quy, GCN số A0123 150325 AE01A2");
        Assert.Equal((ConformityState.Borrowed, CertificateFault.Borrowed), (fact.State, fact.Claims[0].Fault));
    }

    [Fact]
    public void A_number_built_as_none_known_is_of_unknown_format() =>
        Assert.Equal(ConformityState.UnknownFormat, Fact("Bộ phát wifi AC1200", "Giấy chứng nhận hợp quy số: 123456789XYZ").State);

    [Fact]
    public void A_date_that_does_not_exist_makes_a_number_malformed() =>
        Assert.Equal(CertificateFault.Malformed, Assert.Single(Fact("Bộ phát wifi AC1200", "GCN A0123310225AE01A2").Claims).Fault);

    [Fact]
    public void A_well_formed_number_that_is_not_on_the_list_is_not_found_and_not_more() =>
        Assert.Equal(ConformityState.NotFound, Fact("Loa bluetooth SB-900", "GCN B0777150325AE01A2").State);

    [Fact]
    public void Without_an_imported_list_nothing_is_said_of_being_on_it() =>
        Assert.Null(new ListingFacts(RulesFolder.Rules.Facts, View("Loa bluetooth SB-900", "GCN B0777150325AE01A2"), Day).Conformity.State);

    [Fact]
    public void Goods_that_need_a_certificate_and_claim_none_are_not_claimed()
    {
        var fact = Fact("Router wifi 6 AX3000", "Phủ sóng rộng");
        Assert.Equal((ConformityState.NotClaimed, true), (fact.State, fact.Required));
    }

    [Theory]
    [InlineData("Pin sạc dự phòng 20000mAh")]
    [InlineData("Củ sạc nhanh 20W")]
    [InlineData("Ốp lưng iPhone 15")]
    [InlineData("Thẻ nhớ 128GB")]
    [InlineData("Tai nghe có dây jack 3.5")]
    [InlineData("Áo thun nam")]
    [InlineData("Sạc không dây cho điện thoại iPhone 15")]
    public void Goods_that_need_no_certificate_never_lack_one(string title)
    {
        var fact = Fact(title, "Hàng không tem hợp quy");
        Assert.NotEqual(ConformityState.NotClaimed, fact.State);
        Assert.NotEqual(true, fact.Required);
    }

    [Fact]
    public void A_camera_falls_under_the_new_regulation_from_its_first_day_only()
    {
        var goods = RulesFolder.Rules.Facts.Goods;
        Assert.DoesNotContain("135", goods.FindWords("camera wifi", new(2025, 12, 31))!.Standards!, StringComparison.Ordinal);
        Assert.Contains("135", goods.FindWords("camera wifi", new(2026, 1, 1))!.Standards!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_the_list_needs_no_number_when_its_maker_is_named_too()
    {
        Assert.Equal(ConformityState.Certified, Fact("Loa bluetooth Sao Bac SB-200", "Mới").State);
        Assert.Equal(ConformityState.NotClaimed, Fact("Loa bluetooth Lạ SB-200", "Mới").State);
    }

    [Fact]
    public void A_number_dated_after_the_listing_is_from_the_future() =>
        Assert.Equal(CertificateFault.Future, Assert.Single(Fact("Loa bluetooth SB-900", "GCN A0123150329AE01A2").Claims).Fault);

    [Fact]
    public void Certificates_of_food_or_firms_are_none_of_conformity() => Assert.Empty(Fact("Nước mắm Phú Quốc", "Giấy chứng nhận số: 123/2024/ATTP").Claims);

    [Theory]
    [InlineData("Router wifi 6", "Số công bố hợp quy", "---", CertificateFault.Placeholder)]
    [InlineData("Router wifi 6", "Số công bố hợp quy", "Đang xin", CertificateFault.Placeholder)]
    [InlineData("Router wifi 6", "Chứng nhận", "CE, FCC", CertificateFault.ForeignOnly)]
    [InlineData("Router wifi 6", "Số công bố hợp quy", "123456", CertificateFault.Malformed)]
    [InlineData("Router wifi 6", "Chứng nhận", "QCVN 999:2030/BTTTT", CertificateFault.Malformed)]
    public void What_stands_in_the_field_for_the_number_is_read(string title, string field, string value, CertificateFault fault) =>
        Assert.Equal(fault, Assert.Single(WithAttribute(title, field, value).Claims).Fault);

    [Theory]
    [InlineData("Router wifi 6", "Số công bố hợp quy", "có trên nhãn phụ")]
    [InlineData("Router wifi 6", "Số công bố hợp quy", "0418/CBHQ-MX")]
    [InlineData("Router wifi 6", "Số công bố hợp quy", "2531/2025/CNHQ-QUATEST3")]
    [InlineData("Router wifi 6", "Chứng nhận", "CR, FCC")]
    [InlineData("Router wifi 6", "Chứng nhận", "QCVN 54:2020/BTTTT")]
    [InlineData("Pin sạc dự phòng 10000mAh", "Số công bố hợp quy", "Không có")]
    [InlineData("Củ sạc 20W", "Chứng nhận", "CE, RoHS")]
    [InlineData("Hạt điều rang", "Chứng nhận", "Không")]
    public void A_field_that_says_where_the_number_is_or_of_goods_that_need_none_has_no_fault(string title, string field, string value) =>
        Assert.DoesNotContain(WithAttribute(title, field, value).Claims, static claim => claim.Fault is not null);

    [Fact]
    public void A_signal_of_a_borrowed_number_quotes_it_and_carries_the_list()
    {
        var signals = new List<Signal>();
        new RuleEngine(RulesFolder.Rules.With(RulesFolder.Rules.Facts.SampleRegistry!)).Find(View("Router wifi 6", "Đã hợp quy, số GCN A0123150325AE01A2"), Day, signals);
        var signal = Assert.Single(signals, static signal => signal.Id == "facts.certificate-borrowed");
        Assert.Equal("A0123150325AE01A2", signal.Quote);
        Assert.Equal("SB-200", signal.Facts!["listedModel"]);
        Assert.Equal("2026-11-01", signal.Facts["listDate"]);
    }

    [Fact]
    public void An_imported_list_is_part_of_the_version_that_findings_carry() =>
        Assert.NotEqual(RulesFolder.Rules.Version, RulesFolder.Rules.With(RulesFolder.Rules.Facts.SampleRegistry!).Version);

    private static ConformityFact WithAttribute(string title, string field, string value) =>
        new ListingFacts(RulesFolder.Rules.Facts, new(new ListingRecord { Title = title, Attributes = new Dictionary<string, string>(StringComparer.Ordinal) { [field] = value } }), Day).Claimed;

    private static ConformityFact Fact(string title, string description) =>
        new ListingFacts(RulesFolder.Rules.Facts with { Registry = RulesFolder.Rules.Facts.SampleRegistry }, View(title, description), Day).Conformity;

    private static ListingView View(string title, string description) => new(new ListingRecord { Title = title, Description = description });
}
