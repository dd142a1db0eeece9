using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Spectrum;
using Ecom389.Monitor.Detection.Tests.Rules;

namespace Ecom389.Monitor.Detection.Tests.Spectrum;

public class SpectrumTableTests
{
    [Theory]
    [InlineData("Bộ kích sóng điện thoại", "Tần số 900MHz", "kich-song", SpectrumBreachKind.Band)]
    [InlineData("Bộ kích sóng điện thoại", "Băng tần 900/1800/2100 MHz", "kich-song", SpectrumBreachKind.Band)]
    [InlineData("Máy phá sóng định vị", "GPS 1575 MHz", "pha-song", SpectrumBreachKind.Band)]
    [InlineData("Điện thoại kéo dài Mỹ", "1920-1930 MHz", "dect", SpectrumBreachKind.Band)]
    [InlineData("Bộ đàm cầm tay", "UHF 400-470MHz", "bo-dam", SpectrumBreachKind.Licence)]
    [InlineData("Bộ đàm cầm tay", "Công suất 8W", "bo-dam", SpectrumBreachKind.Power)]
    public void A_band_or_power_that_the_device_may_not_have_is_found(string title, string description, string device, SpectrumBreachKind kind) =>
        Assert.Contains(Find(title, description), found => found.Device == device && found.Kind == kind);

    [Theory]
    [InlineData("Kích sóng wifi Xiaomi", "2.4GHz 300Mbps")]
    [InlineData("Điện thoại DECT", "1880-1900 MHz")]
    [InlineData("Điện thoại iPhone 15", "Màn hình 120Hz, băng tần 900 MHz")]
    [InlineData("Router wifi", "Nguồn 12V 0.5W")]
    [InlineData("Khuếch đại sóng tivi", "700 MHz")]
    [InlineData("Bộ đàm mini", "Công suất 0.5W")]
    public void What_the_device_may_have_is_left_alone(string title, string description) => Assert.Empty(Find(title, description));

    [Fact]
    public void The_figure_is_quoted()
    {
        var view = new ListingView(new ListingRecord { Title = "Bộ kích sóng điện thoại", Description = "Hoạt động ở 900 MHz, lắp dễ" });
        var found = Assert.Single(RulesFolder.Rules.Facts.Spectrum.Find(view));
        var text = view.Fields[found.Words.Field].Text;
        var (start, end) = text.ToOriginal(found.Words.Start, found.Words.End);
        Assert.Equal("900 MHz", text.Original[start..end]);
    }

    private static IReadOnlyList<SpectrumFinding> Find(string title, string description) =>
        RulesFolder.Rules.Facts.Spectrum.Find(new(new ListingRecord { Title = title, Description = description }));
}
