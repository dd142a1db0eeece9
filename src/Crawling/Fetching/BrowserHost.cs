using Microsoft.Playwright;

namespace Ecom389.Monitor.Crawling;

/// <summary>No browser can be had; the message says why.</summary>
public sealed class BrowserUnavailableException : Exception
{
    public BrowserUnavailableException(string message, Exception? innerException = null) : base(message, innerException) { }

    public BrowserUnavailableException() : this("No browser.") { }

    public BrowserUnavailableException(string message) : this(message, null) { }
}

/// <summary>
/// One Chromium, started when first needed, shared by all sources, started anew after a crash, after <see cref="PagesPerBrowser"/>
/// pages and when it holds more than <see cref="MemoryCeiling"/>, by which its memory stays bounded.
/// </summary>
public sealed class BrowserHost : IAsyncDisposable
{
    /// <summary>Pages rendered by one browser process.</summary>
    public const int PagesPerBrowser = 200;

    /// <summary>Bytes that the browser's processes may hold together; above it the next page gets a new browser.</summary>
    public long MemoryCeiling { get; init; } = 2L * 1024 * 1024 * 1024;

    /// <summary>Browsers started so far.</summary>
    public int Started => _started;

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--disable-dev-shm-usage", "--disable-extensions", "--mute-audio", "--dns-prefetch-disable",
        // Peer connections would otherwise send datagrams past the proxy.
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
        // Whatever would still resolve a name by itself finds none; the proxy's own address is no name.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ];

    private const int Starts = 2;

    private readonly string _program;
    private readonly EgressProxy _proxy;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private IPlaywright? _playwright;
    private Lease? _current;
    private Task<IBrowser>? _launching;
    private int _started;

    public BrowserHost(string program, EgressProxy proxy)
    {
        _program = program;
        _proxy = proxy;
    }

    /// <summary>A fresh context, without anything of another page's or source's, through the proxy with the source's credential.</summary>
    public async Task<BrowserContextLease> OpenAsync(EgressCredential credential, CrawlContact contact, CancellationToken cancellationToken, StoredSession? session = null)
    {
        var lease = await RentAsync(cancellationToken);
        try
        {
            var context = await lease.Browser.NewContextAsync(new BrowserNewContextOptions
            {
                Proxy = new Proxy { Server = _proxy.Address.ToString(), Username = credential.SourceId, Password = credential.Token, Bypass = "<-loopback>" },
                UserAgent = contact.UserAgent,
                StorageState = session?.State(),
                Locale = "vi-VN",
                TimezoneId = "Asia/Ho_Chi_Minh",
                ViewportSize = new ViewportSize { Width = 1366, Height = 900 },
                ServiceWorkers = ServiceWorkerPolicy.Block,
                AcceptDownloads = false,
                IgnoreHTTPSErrors = true,
            }).WaitAsync(cancellationToken);
            return new BrowserContextLease(context, closed => ReturnAsync(lease, retire: !closed));
        }
        catch
        {
            await ReturnAsync(lease, retire: true);
            throw;
        }
    }

    /// <summary>Ends the current browser; the next page starts another. For a browser that no longer answers.</summary>
    public async Task DiscardAsync()
    {
        await _gate.WaitAsync();
        try
        {
            if (_launching is { } launching)
            {
                _launching = null;
                await ((Task)launching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (launching.IsCompletedSuccessfully) await CloseAsync(await launching);
            }

            if (_current is { } lease)
            {
                _current = null;
                await CloseAsync(lease.Browser);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DiscardAsync();
        _playwright?.Dispose();
        _gate.Dispose();
    }

    private async Task<Lease> RentAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_current is { } worn && (worn.Pages >= PagesPerBrowser || !worn.Browser.IsConnected || ProcessTree.DescendantBytes(Environment.ProcessId) > MemoryCeiling))
            {
                _current = null;
                worn.Retired = true;
                if (worn.InUse == 0) await CloseAsync(worn.Browser);
            }

            _current ??= new Lease(await LaunchedAsync(cancellationToken));
            _current.Pages++;
            _current.InUse++;
            return _current;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task ReturnAsync(Lease lease, bool retire)
    {
        await _gate.WaitAsync();
        try
        {
            if (retire)
            {
                lease.Retired = true;
                if (ReferenceEquals(_current, lease)) _current = null;
            }

            if (--lease.InUse == 0 && lease.Retired) await CloseAsync(lease.Browser);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Waits for a browser to start. A start that is no longer waited for goes on, and the next page gets its browser.</summary>
    private async Task<IBrowser> LaunchedAsync(CancellationToken cancellationToken)
    {
        var launching = _launching ??= LaunchAsync();
        try
        {
            return await launching.WaitAsync(cancellationToken);
        }
        finally
        {
            if (launching.IsCompleted) _launching = null;
        }
    }

    private async Task<IBrowser> LaunchAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                _playwright ??= await Playwright.CreateAsync();
                Interlocked.Increment(ref _started);
                return await StartAsync(_playwright);
            }
            catch (PlaywrightException) when (attempt < Starts)
            {
                // One that dies while it starts, for want of memory or by another's hand, says nothing about the next.
            }
            catch (Exception fault) when (fault is PlaywrightException or TimeoutException or IOException or System.ComponentModel.Win32Exception)
            {
                throw new BrowserUnavailableException(fault.Message.Split('\n')[0], fault);
            }
        }
    }

    private Task<IBrowser> StartAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
    {
        ExecutablePath = _program,
        Headless = true,
        Args = Arguments,
        // Without a credential: what the browser does for itself is turned away.
        Proxy = new Proxy { Server = _proxy.Address.ToString(), Bypass = "<-loopback>" },
        Timeout = 60_000,
        HandleSIGINT = false,
        HandleSIGTERM = false,
        HandleSIGHUP = false,
    });

    private static async Task CloseAsync(IBrowser browser)
    {
        // A browser that hangs is not waited for: its driver kills it when it is disposed.
        await browser.CloseAsync().WaitAsync(TimeSpan.FromSeconds(5)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private sealed class Lease(IBrowser browser)
    {
        public IBrowser Browser { get; } = browser;

        public int Pages { get; set; }

        public int InUse { get; set; }

        public bool Retired { get; set; }
    }
}

/// <summary>A browser context in use; disposing closes it, and a browser that cannot even do that gets no further page.</summary>
public sealed class BrowserContextLease(IBrowserContext context, Func<bool, Task> done) : IAsyncDisposable
{
    public IBrowserContext Context { get; } = context;

    public async ValueTask DisposeAsync()
    {
        var closing = Context.CloseAsync();
        await closing.WaitAsync(TimeSpan.FromSeconds(5)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await done(closing.IsCompletedSuccessfully);
    }
}
