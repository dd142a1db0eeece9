using System.Globalization;
using Ecom389.Monitor.Core;
using Microsoft.Playwright;

namespace Ecom389.Monitor.Crawling;

/// <summary>Waits until a page has rendered, scrolls for more, opens what is folded.</summary>
internal sealed class PageSteps(IPage page, BrowserSteps steps)
{
    private const float QuietMs = 8_000;
    private const float GrowthMs = 2_500;
    private const int MaxClicks = 50;

    // Height alone misses lists that fill a fixed frame; the number of elements alone misses text that is swapped in place.
    private const string Size = "() => document.documentElement.scrollHeight + document.getElementsByTagName('*').length";
    private const string ScrollDown = "() => { window.scrollTo(0, document.documentElement.scrollHeight); for (const e of document.querySelectorAll('*')) if (e.scrollHeight > e.clientHeight + 200 && e.clientHeight > 200 && /auto|scroll/.test(getComputedStyle(e).overflowY)) e.scrollTop = e.scrollHeight; }";
    private const string Grown = "size => document.documentElement.scrollHeight + document.getElementsByTagName('*').length > size";

    /// <summary>Facts for the capture: what did not come in time, how far was scrolled.</summary>
    public async Task<IReadOnlyDictionary<string, string>> RunAsync(CancellationToken cancellationToken)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (steps.WaitFor is { } selector)
        {
            if (!await ArrivesAsync(page.WaitForSelectorAsync(selector, new PageWaitForSelectorOptions { State = WaitForSelectorState.Attached, Timeout = QuietMs * 1.5f }), cancellationToken))
                facts["browser.wait-for"] = "missing";
        }
        else if (!await ArrivesAsync(page.WaitForLoadStateAsync(LoadState.NetworkIdle, new PageWaitForLoadStateOptions { Timeout = QuietMs }), cancellationToken))
        {
            facts["browser.network"] = "busy";
        }

        if (steps.MaxScrolls > 0) facts["browser.scrolls"] = (await ScrollAsync(cancellationToken)).ToString(CultureInfo.InvariantCulture);
        foreach (var button in steps.Expand) await ExpandAsync(button, cancellationToken);
        return facts;
    }

    private async Task<int> ScrollAsync(CancellationToken cancellationToken)
    {
        for (var scrolls = 0; scrolls < steps.MaxScrolls; scrolls++)
        {
            var size = await page.EvaluateAsync<int>(Size).WaitAsync(cancellationToken);
            await page.EvaluateAsync(ScrollDown).WaitAsync(cancellationToken);
            if (!await ArrivesAsync(page.WaitForFunctionAsync(Grown, size, new PageWaitForFunctionOptions { Timeout = GrowthMs, PollingInterval = 100 }), cancellationToken)) return scrolls + 1;
        }

        return steps.MaxScrolls;
    }

    private async Task ExpandAsync(string selector, CancellationToken cancellationToken)
    {
        var buttons = await page.QuerySelectorAllAsync(selector).WaitAsync(cancellationToken);
        foreach (var button in buttons.Take(MaxClicks))
        {
            // Clicked by script: a cookie banner over the button does not matter, and it cannot leave the page by a link.
            await ArrivesAsync(button.EvaluateAsync("e => { if (!(e.tagName === 'A' && e.href && !e.href.startsWith('javascript:') && !(e.getAttribute('href') || '').startsWith('#'))) e.click(); }"), cancellationToken);
        }

        if (buttons.Count > 0) await ArrivesAsync(page.WaitForLoadStateAsync(LoadState.NetworkIdle, new PageWaitForLoadStateOptions { Timeout = GrowthMs }), cancellationToken);
    }

    private static async Task<bool> ArrivesAsync(Task awaited, CancellationToken cancellationToken)
    {
        try
        {
            await awaited.WaitAsync(cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (PlaywrightException fault) when (!fault.Message.Contains("closed", StringComparison.OrdinalIgnoreCase) && !fault.Message.Contains("crash", StringComparison.OrdinalIgnoreCase))
        {
            // An element that went away, a selector of a page that changed: what is there is read.
            return false;
        }
    }
}
