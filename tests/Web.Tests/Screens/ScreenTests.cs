using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Tests.Hosting;
using Microsoft.Playwright;

namespace Ecom389.Monitor.Web.Tests.Screens;

/// <summary>
/// Opens every page in both schemes, both languages and three widths: nothing breaks out sideways and nothing misbehaves. With
/// ECOM389_SCREENS set to a folder the pictures are kept there.
/// </summary>
[Collection(BrowserTests.Name)]
public sealed class ScreenTests(Browser browser)
{
    [ChromiumFact]
    public async Task Every_page_fits_its_window_in_light_dark_and_on_a_phone()
    {
        await using var site = await TestSite.StartWithMorningAsync(Sampling, withJobs: true);
        await PastAsync(site);
        await ReadAsync(site);
        var blind = await BlindAsync(site);
        var item = await site.ItemAsync("ap2");
        var closed = await site.ItemAsync("router");
        (string Name, string Path)[] pages =
        [
            ("overview", "/"), ("queue", "/hang-doi"), ("queue-filtered", "/hang-doi?loai=uncertified"), ("queue-empty", "/hang-doi?tim=khongcogi"),
            ("item", $"/muc/{item.Id}"), ("item-closed", $"/muc/{closed.Id}"), ("approvals", "/phe-duyet"), ("password", "/tai-khoan/mat-khau"), ("not-found", "/khong-co"),
            ("item-blind", $"/muc/{blind}"), ("bulk", $"/muc/{item.Id}/hang-loat?theo=giong"), ("print", $"/muc/{item.Id}/in"), ("objections", "/khieu-nai"), ("object", $"/muc/{closed.Id}/khieu-nai"),
            ("recall", "/do-phu"), ("hand-over", "/ban-giao"), ("training", "/tap-huan"),
        ];
        (string Name, string Language, int Width, int Height, bool Dark)[] looks =
        [
            ("light", "vi", 1366, 768, false), ("dark", "vi", 1366, 768, true), ("en", "en", 1366, 768, false), ("phone", "vi", 390, 844, false),
        ];
        foreach (var look in looks)
        {
            await using var visitor = await browser.VisitAsync(site, look.Language, look.Width, look.Height, look.Dark);
            await visitor.Page.GotoAsync("/dang-nhap");
            await KeepAsync(visitor.Page, "sign-in-" + look.Name, full: false);
            await visitor.SignInAsync("minh");
            foreach (var (name, path) in pages)
            {
                await visitor.Page.GotoAsync(path);
                await KeepAsync(visitor.Page, $"{name}-{look.Name}", full: false);
                if (name is "item" or "print") await KeepAsync(visitor.Page, $"{name}-{look.Name}-full", full: true);
                var overflow = await visitor.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - window.innerWidth");
                Assert.True(overflow <= 0, $"{name} is {overflow} px too wide in {look.Name}.");
            }

            await visitor.Page.GotoAsync($"/muc/{item.Id}/hang-loat?theo=giong");
            await visitor.PressAsync("1");
            await visitor.Page.FillAsync("#ly-do", "Cùng một lời chào bán, chỉ khác tên gian hàng.");
            await visitor.Page.ClickAsync("#bulk button.primary");
            await visitor.Page.WaitForSelectorAsync(".preview");
            await KeepAsync(visitor.Page, "bulk-preview-" + look.Name, full: false);
            await visitor.Page.GotoAsync("/tap-huan");
            await visitor.PressAsync("1");
            await visitor.Page.ClickAsync("#submit");
            await visitor.Page.WaitForSelectorAsync(".truth");
            await KeepAsync(visitor.Page, "training-truth-" + look.Name, full: false);
            await visitor.Page.GotoAsync($"/muc/{item.Id}");
            await visitor.PressAsync("1", "a");
            await KeepAsync(visitor.Page, "item-deciding-" + look.Name, full: false);
            await visitor.Page.GotoAsync($"/muc/{item.Id}");
            await visitor.PressAsync("j");
            await KeepAsync(visitor.Page, "item-mark-" + look.Name, full: false);
            await visitor.PressAsync("?");
            await KeepAsync(visitor.Page, "keys-" + look.Name, full: false);
            Assert.Empty(visitor.Offences);

            await using var administrator = await browser.VisitAsync(site, look.Language, look.Width, look.Height, look.Dark);
            await administrator.Page.GotoAsync("/crawler");
            await KeepAsync(administrator.Page, "crawler-" + look.Name, full: false);
            await administrator.SignInAsync("quan-tri");
            foreach (var (name, path) in AdministratorPages)
            {
                await administrator.Page.GotoAsync(path);
                await KeepAsync(administrator.Page, $"{name}-{look.Name}", full: false);
                var overflow = await administrator.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - window.innerWidth");
                Assert.True(overflow <= 0, $"{name} is {overflow} px too wide in {look.Name}.");
            }

            Assert.Empty(administrator.Offences);
        }
    }

    /// <summary>What an administrator looks after.</summary>
    internal static readonly (string Name, string Path)[] AdministratorPages =
    [
        ("users", "/nguoi-dung"), ("user", "/nguoi-dung/minh"), ("trail", "/nhat-ky"), ("stops", "/dung-thu-thap"), ("tokens", "/ma-truy-cap"), ("factor", "/tai-khoan/xac-thuc"),
        ("search", "/tim?q=tai+nghe"), ("sources", "/nguon"), ("jobs", "/lich-chay"),
    ];

    // A source read well, one whose titles fell away.
    private static async Task ReadAsync(TestSite site)
    {
        var at = site.Clock.GetUtcNow();
        await site.Store.Health.SaveAsync(new SourceFill(Guid.CreateVersion7(), "cho-lon", "v1", at.AddHours(-6), 412, 409, 6_180, Fields(6_180, 6_102, 6_171, 5_988, 3_204)), default);
        await site.Store.Health.SaveAsync(new SourceFill(Guid.CreateVersion7(), "mxh", "v2", at.AddHours(-5), 60, 58, 240, Fields(61, 238, 190, 240, 236)), default);
        await site.Store.Health.RaiseAsync(
            new SourceNotice { Id = Guid.CreateVersion7(), SourceId = "mxh", Kind = SourceNoticeKind.Quarantine, At = at.AddHours(-5), Version = "v2", GoodVersion = "v1", Drops = [new FillDrop("title", 0.97, 0.25, 240, 1e-9)] }, default);

        static Dictionary<string, int> Fields(int title, int description, int price, int seller, int posted) => new(StringComparer.Ordinal)
        {
            ["title"] = title,
            ["description"] = description,
            ["priceVnd"] = price,
            ["seller.name"] = seller,
            ["postedAt"] = posted,
        };
    }

    // Something of every kind to look at: a changed listing, a closed item, a request for approval, another's lease.
    private static async Task PastAsync(TestSite site)
    {
        var offer = Offers.Morning[0];
        await site.TakeInAsync(offer with { Record = offer.Record with { PriceText = "₫299.000", PriceVnd = 299000, Description = offer.Record.Description + "\nXả kho tuần này, mua 2 tặng 1." } }, TimeSpan.FromMinutes(20));
        var lan = new Review.Actor("lan", Role.Inspector, WellKnownUnits.Ministry);
        var router = await site.ItemAsync("router");
        await site.Review.DecideAsync(new(router.Id, DecisionKind.Confirm, ["uncertified"], "Người bán tự nói chưa dán tem hợp quy, hàng bán với số lượng lớn."), lan, default);
        var dect = await site.ItemAsync("laptop-nhat");
        await site.Review.DecideAsync(new(dect.Id, DecisionKind.Dismiss, null, "Đã đối chiếu: hàng trong nước thanh lý, có hoá đơn."), lan, default);
        await site.Review.OpenAsync((await site.ItemAsync("sim-otp")).Id, lan, default);
        foreach (var i in (int[])[2, 3])
        {
            var copy = Offers.Morning[0];
            var key = $"ap2-{i}";
            await site.TakeInAsync(copy with { Key = key, Priority = 0.93 - (i * 0.1), Record = copy.Record with { Id = key, Title = copy.Record.Title + $" ({i})", Seller = copy.Record.Seller with { Name = "tainghe_sieure_" + i } } }, TimeSpan.FromHours(i));
        }
        var minh = new Review.Actor("minh", Role.Inspector, WellKnownUnits.Ministry);
        await site.Review.RegisterObjectionAsync(
            new(router.Id, ObjectorKind.Seller, "Hộ kinh doanh Router Giá Tốt", "Công văn số 12", new DateOnly(2026, 11, 12), "Lô hàng nhập ngày 05/10/2026 đã có giấy chứng nhận hợp quy, tem được dán trước khi giao khách.\nĐề nghị xem lại quyết định.", "giay-chung-nhan.pdf", ContentHash.Of("giay-chung-nhan")),
            minh,
            default);
        await site.Store.Views.SaveAsync(new(Guid.CreateVersion7(), "minh", WellKnownUnits.Ministry, false, "Hàng giả giá rất thấp", "loai=counterfeit&ty-le=20", site.Clock.GetUtcNow()), new(site.Clock.GetUtcNow(), "minh", "view.saved", "view:x", null), default);
        await site.Store.Views.SaveAsync(new(Guid.CreateVersion7(), "lan", WellKnownUnits.Ministry, true, "Không hợp quy, Hà Nội", "loai=uncertified&noi=H%C3%A0+N%E1%BB%99i", site.Clock.GetUtcNow()), new(site.Clock.GetUtcNow(), "lan", "view.saved", "view:y", null), default);
        await site.Review.DecideAsync(new((await site.ItemAsync("bodam")).Id, DecisionKind.Wait, null, "Chờ đối chiếu danh sách thiết bị hợp quy", new DateOnly(2026, 11, 27)), lan, default);
    }

    // A seed by which of the ordinary offers below some are drawn and none of the morning's is a control.
    private static readonly Review.BlindSampling Sampling = new() { Rate = 0.5, Seed = "man-hinh" };

    /// <summary>Ordinary offers of which some are drawn, two decided; the id of one that is still open.</summary>
    private static async Task<Guid> BlindAsync(TestSite site)
    {
        var minh = new Review.Actor("minh", Role.Inspector, WellKnownUnits.Ministry);
        var drawn = new List<Guid>();
        for (var i = 0; i < 12; i++)
        {
            var offer = Offers.Make($"thuong-{i}", "rao-vat", "Thanh lý loa kéo gia đình dùng ít, còn hộp", $"Nhà mình chuyển trọ nên bán lại loa kéo mua năm ngoái, còn hoá đơn và phiếu bảo hành số {i}. Ai cần qua xem máy, giá có bớt chút xăng xe.", "1tr1", 1_100_000, 0.004, [], Offers.Seller("Anh Sáu Loa", null, "Cần Thơ", "2020-05-05", 4.8, 12), [], Offers.Pairs(("Tình trạng", "Đã dùng")));
            if (await site.TakeInAsync(offer, TimeSpan.FromHours(1), flagged: false) is { } item) drawn.Add(item);
        }
        await site.Review.DecideAsync(new(drawn[0], DecisionKind.Dismiss, null, "Cá nhân bán lại đồ đã dùng"), minh, default);
        await site.Review.DecideAsync(new(drawn[1], DecisionKind.Dismiss, null, "Cá nhân bán lại đồ đã dùng"), minh, default);
        return drawn[2];
    }

    private static async Task KeepAsync(IPage page, string name, bool full)
    {
        if (Environment.GetEnvironmentVariable("ECOM389_SCREENS") is not { Length: > 0 } folder) return;
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = full });
    }
}
