using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Ecom389.Monitor.Web.Tests.Hosting;

/// <summary>A person at a browser. Whatever a page tried that it may not do is remembered.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _offences = new();

    private Visitor(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    public IPage Page { get; }

    /// <summary>Dialogs, script errors, policy violations and requests to other hosts so far.</summary>
    public IReadOnlyList<string> Offences => [.. _offences];

    public static async Task<Visitor> StartAsync(IBrowserContext context, TestSite site, string language)
    {
        var page = await context.NewPageAsync();
        var visitor = new Visitor(context, page);
        page.Dialog += async (_, dialog) =>
        {
            visitor._offences.Enqueue("dialog: " + dialog.Message);
            await dialog.DismissAsync();
        };
        page.PageError += (_, error) => visitor._offences.Enqueue("script error: " + error);
        page.Console += (_, message) =>
        {
            // A refused answer (404, 400) is logged by the browser itself and is what some tests ask for.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)) visitor._offences.Enqueue("console: " + message.Text);
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(site.Address + "/", StringComparison.Ordinal)) visitor._offences.Enqueue("request: " + request.Url);
        };
        await context.AddCookiesAsync([new() { Name = "lang", Value = language, Url = site.Address }]);
        return visitor;
    }

    public async Task SignInAsync(string name)
    {
        await Page.GotoAsync("/dang-nhap");
        await Page.FillAsync("#ten", name);
        await Page.FillAsync("#mat-khau", TestSite.Password);
        await Page.PressAsync("#mat-khau", "Enter");
        await Page.WaitForURLAsync("**/hang-doi");
    }

    /// <summary>Presses keys one after another, as a person at the keyboard does.</summary>
    public async Task PressAsync(params string[] keys)
    {
        foreach (var key in keys) await Page.Keyboard.PressAsync(key);
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
