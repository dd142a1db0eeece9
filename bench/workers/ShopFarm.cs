using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Ecom389.Monitor.Bench.Workers;

/// <summary>
/// Many shops on one nginx, told apart by name (<c>s07.shop.example</c>), each with a start page and listings; its access log says who was
/// asked what when, to the millisecond. Ends with the process that started it.
/// </summary>
internal sealed class ShopFarm : IDisposable
{
    private readonly Process _keeper;

    private ShopFarm(string folder, int hosts, int pagesAHost, int port, Process keeper)
    {
        (Folder, Hosts, PagesAHost, Port) = (folder, hosts, pagesAHost, port);
        _keeper = keeper;
    }

    public string Folder { get; }

    public int Hosts { get; }

    /// <summary>The start page is one of them.</summary>
    public int PagesAHost { get; }

    public int Port { get; }

    public string LogFile => Path.Combine(Folder, "access.log");

    public static ShopFarm Start(string folder, int hosts, int pagesAHost)
    {
        Directory.CreateDirectory(folder);
        for (var host = 0; host < hosts; host++) WriteShop(folder, host, pagesAHost);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        File.WriteAllText(Path.Combine(folder, "nginx.conf"), $$"""
            {{(Environment.UserName == "root" ? "user root;" : "")}}
            daemon off; worker_processes 1; pid {{folder}}/nginx.pid; error_log {{folder}}/error.log;
            events { worker_connections 512; }
            http {
                types { text/html html; text/plain txt; } default_type text/html; charset utf-8;
                log_format asked '$msec $host $request_uri $status';
                access_log {{folder}}/access.log asked;
                client_body_temp_path {{folder}}/t1; proxy_temp_path {{folder}}/t2; fastcgi_temp_path {{folder}}/t3; uwsgi_temp_path {{folder}}/t4; scgi_temp_path {{folder}}/t5;
                server { listen {{port.ToString(CultureInfo.InvariantCulture)}}; server_name ~^(?<shop>s\d+)\.shop\.example$; root {{folder}}/www/$shop; index index.html; try_files $uri $uri.html $uri/ =404; }
            }
            """);
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, UseShellExecute = false };
        foreach (var word in (string[])["-c", "nginx -p \"$0\" -c \"$0/nginx.conf\" & pid=$!; read -r _; kill \"$pid\"; wait \"$pid\"", folder]) start.ArgumentList.Add(word);
        var farm = new ShopFarm(folder, hosts, pagesAHost, port, Process.Start(start)!);
        farm.WaitUntilReady();
        return farm;
    }

    /// <summary>crawler.json for these shops.</summary>
    /// <param name="delayMs">Between two requests to a host.</param>
    /// <param name="address">Where nginx is for the one who reads it.</param>
    public string Config(int delayMs, string address = "127.0.0.1")
    {
        var sources = Enumerable.Range(0, Hosts).Select(host => string.Create(
            CultureInfo.InvariantCulture,
            $$$"""
            {"id": "{{{Name(host)}}}", "name": "{{{Name(host)}}}", "channel": "marketplace", "start": ["http://{{{Name(host)}}}.shop.example/"], "allowPrivateNetwork": true,
             "pages": {"listing": ["/san-pham/*"], "list": ["/"] }, "limits": {"delayMs": {{{delayMs}}}, "maxPages": 100000} }
            """));
        return string.Create(
            CultureInfo.InvariantCulture,
            $$$"""
            {"schemaVersion": 1, "network": {"connectTo": {"*.shop.example": "{{{address}}}:{{{Port}}}"} }, "sources": [
            {{{string.Join(",\n", sources)}}}
            ]}
            """);
    }

    /// <summary>Every line of the log so far: when the answer was given, which host, which page, with which status.</summary>
    public IReadOnlyList<Asked> Log() => !File.Exists(LogFile) ? [] :
    [
        .. File.ReadLines(LogFile).Select(line => line.Split(' ')).Where(parts => parts.Length == 4)
            .Select(parts => new Asked(double.Parse(parts[0], CultureInfo.InvariantCulture), parts[1], parts[2], int.Parse(parts[3], CultureInfo.InvariantCulture))),
    ];

    /// <summary>Begins a new log: nginx appends to whatever file it holds open, so it is emptied in place.</summary>
    public void ForgetLog() => File.WriteAllText(LogFile, "");

    public void Dispose()
    {
        _keeper.StandardInput.Close();
        _keeper.WaitForExit(TimeSpan.FromSeconds(10));
        _keeper.Dispose();
    }

    private static string Name(int host) => string.Create(CultureInfo.InvariantCulture, $"s{host:D2}");

    private static void WriteShop(string folder, int host, int pages)
    {
        var root = Path.Combine(folder, "www", Name(host));
        Directory.CreateDirectory(Path.Combine(root, "san-pham"));
        File.WriteAllText(Path.Combine(root, "robots.txt"), "User-agent: *\nDisallow: /gio-hang\n");
        var links = string.Concat(Enumerable.Range(1, pages - 1).Select(page => string.Create(CultureInfo.InvariantCulture, $"<li><a href=\"/san-pham/{page}\">Mặt hàng {page}</a></li>")));
        File.WriteAllText(Path.Combine(root, "index.html"), $"<!doctype html><html lang=\"vi\"><head><meta charset=\"utf-8\"><title>Cửa hàng {host}</title></head><body><h1>Cửa hàng {host}</h1><ul>{links}</ul></body></html>");
        for (var page = 1; page < pages; page++) File.WriteAllText(Path.Combine(root, "san-pham", string.Create(CultureInfo.InvariantCulture, $"{page}.html")), Listing(host, page));
    }

    private static string Listing(int host, int page)
    {
        var number = (host * 100_003) + page;
        // One in fifty says what deserves a look, so that matters are opened too.
        var suspicious = number % 50 == 7;
        var title = suspicious ? $"Tai nghe không dây rep 1:1 nguyên seal mã {number}" : $"Bộ chuyển mạch mạng {5 + (number % 20)} cổng mã {number}";
        var text = suspicious ? "Hàng rep 1:1 y như thật, check được serial, bao đổi một tuần, không hoá đơn." : "Hàng mới nguyên hộp, bảo hành 24 tháng, xuất hoá đơn VAT, giao trong ngày tại nội thành, lắp đặt theo yêu cầu.";
        var price = 150_000 + (number % 900 * 1_000);
        var words = new StringBuilder();
        for (var i = 0; i < 12; i++) words.Append(CultureInfo.InvariantCulture, $"<p>Thông số {i}: giá trị {(number * 31) + i}, vỏ nhựa, nguồn 5 V, kích thước {10 + ((number + i) % 30)} cm.</p>");
        return $$$"""
            <!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{{{title}}}</title>
            <script type="application/ld+json">{"@context":"https://schema.org","@type":"Product","name":"{{{title}}}","sku":"M{{{number}}}","description":"{{{text}}}","brand":{"@type":"Brand","name":"Hãng {{{number % 7}}}"},
            "offers":{"@type":"Offer","price":"{{{price}}}","priceCurrency":"VND","availability":"https://schema.org/InStock"} }</script></head>
            <body><h1>{{{title}}}</h1><div class="price">{{{price}}} đ</div><div class="description">{{{text}}}</div>{{{words}}}</body></html>
            """;
    }

    private void WaitUntilReady()
    {
        for (var left = 200; ; left--)
        {
            try
            {
                using var client = new TcpClient();
                client.Connect(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException) when (left > 0 && !_keeper.WaitForExit(TimeSpan.FromMilliseconds(50)))
            {
                // Not listening yet.
            }
        }
    }
}

/// <summary>A line of an access log.</summary>
/// <param name="At">Seconds since 1970 when the answer was given.</param>
internal sealed record Asked(double At, string Host, string Page, int Status);
