using System.Text.Json;
using Ecom389.Monitor.Web.Tests.Hosting;

namespace Ecom389.Monitor.Web.Tests.Screens;

/// <summary>A test that needs axe-core; skipped, and seen to be, without it.</summary>
public sealed class AxeFactAttribute : FactAttribute
{
    public AxeFactAttribute()
    {
        Skip = TestChromium.Missing ?? (Script is null ? "no axe-core: npm install axe-core, and set ECOM389_AXE to its axe.min.js" : null);
    }

    /// <summary>The script, or null.</summary>
    public static string? Script { get; } = Environment.GetEnvironmentVariable("ECOM389_AXE") is { Length: > 0 } path && File.Exists(path) ? path : null;
}

/// <summary>What axe-core says of every page (rules of WCAG 2.0 to 2.2, A and AA, and best practice).</summary>
[Collection(BrowserTests.Name)]
public sealed class AccessibilityTests(Browser browser)
{
    [AxeFact]
    public async Task No_page_has_a_serious_fault_in_either_scheme()
    {
        await using var site = await TestSite.StartWithMorningAsync(withJobs: true);
        var lan = new Review.Actor("lan", Core.Role.Inspector, Core.WellKnownUnits.Ministry);
        var closed = await site.ItemAsync("router");
        await site.Review.DecideAsync(new(closed.Id, Core.DecisionKind.Confirm, ["uncertified"], "Rõ ràng"), lan, default);
        await site.Review.RegisterObjectionAsync(new(closed.Id, Core.ObjectorKind.Seller, "Người bán", "Công văn", new DateOnly(2026, 11, 19), "Có giấy tờ"), lan, default);
        await site.Review.OpenAsync((await site.ItemAsync("tvbox")).Id, lan, default);
        var script = await File.ReadAllTextAsync(AxeFactAttribute.Script!);
        var faults = new List<string>();
        foreach (var dark in (bool[])[false, true])
        {
            await using var visitor = await browser.VisitAsync(site, dark: dark);
            await visitor.Page.GotoAsync("/dang-nhap");
            await CheckAsync(visitor, script, "sign-in", faults);
            await visitor.SignInAsync("minh");
            foreach (var path in (string[])["/", "/hang-doi", "/hang-doi?loai=uncertified&tim=tem", $"/muc/{(await site.ItemAsync("ap2")).Id}", "/phe-duyet", "/tai-khoan/mat-khau", "/khong-co", $"/muc/{(await site.ItemAsync("ap2")).Id}/hang-loat?theo=nguoi-ban", $"/muc/{(await site.ItemAsync("ap2")).Id}/in", "/khieu-nai", $"/muc/{closed.Id}/khieu-nai", "/do-phu", "/ban-giao", "/tap-huan"])
            {
                await visitor.Page.GotoAsync(path);
                await CheckAsync(visitor, script, path, faults);
            }

            await visitor.Page.GotoAsync($"/muc/{(await site.ItemAsync("ap2")).Id}");
            await visitor.PressAsync("1", "a");
            await CheckAsync(visitor, script, "deciding", faults);

            await using var administrator = await browser.VisitAsync(site, dark: dark);
            await administrator.Page.GotoAsync("/crawler");
            await CheckAsync(administrator, script, "/crawler", faults);
            await administrator.SignInAsync("quan-tri");
            foreach (var (_, path) in ScreenTests.AdministratorPages)
            {
                await administrator.Page.GotoAsync(path);
                await CheckAsync(administrator, script, path, faults);
            }
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    private static async Task CheckAsync(Visitor visitor, string script, string page, List<string> faults)
    {
        // Through the debugger, not as a script element: the page's policy stays as it is.
        await visitor.Page.EvaluateAsync(script);
        var found = await visitor.Page.EvaluateAsync<JsonElement>("async () => (await axe.run()).violations.map(v => ({ id: v.id, impact: v.impact, nodes: v.nodes.slice(0, 4).map(n => n.html.slice(0, 160)) }))");
        foreach (var fault in found.EnumerateArray())
            if (fault.GetProperty("impact").GetString() is "serious" or "critical") faults.Add($"{page}: {fault}");
    }
}
