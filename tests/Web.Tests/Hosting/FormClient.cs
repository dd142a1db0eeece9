using System.Net;
using System.Text.RegularExpressions;

namespace Ecom389.Monitor.Web.Tests.Hosting;

/// <summary>A client without a browser: keeps cookies, follows nothing, sends a page's own form token.</summary>
public sealed partial class FormClient : IDisposable
{
    private readonly HttpClientHandler _handler = new() { AllowAutoRedirect = false, CookieContainer = new() };
    private readonly HttpClient _client;

    public FormClient(TestSite site)
    {
        _client = new(_handler) { BaseAddress = new Uri(site.Address) };
    }

    public CookieCollection Cookies => _handler.CookieContainer.GetAllCookies();

    public async Task<HttpResponseMessage> GetAsync(string path) => await _client.GetAsync(path);

    public async Task<string> ReadAsync(string path)
    {
        using var response = await _client.GetAsync(path);
        return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
    }

    /// <summary>Posts a form as a page would: with the token of the page at <paramref name="from"/>.</summary>
    public async Task<HttpResponseMessage> PostAsync(string from, string to, params (string Name, string Value)[] fields)
    {
        var page = await _client.GetStringAsync(from);
        var token = Token().Match(page).Groups["token"].Value;
        return await PostRawAsync(to, [.. fields, ("__RequestVerificationToken", token)]);
    }

    public async Task<HttpResponseMessage> PostRawAsync(string to, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await _client.PostAsync(to, form);
    }

    public async Task<HttpResponseMessage> TrySignInAsync(string name, string password) =>
        await PostAsync("/dang-nhap", "/dang-nhap", ("ten", name), ("mat-khau", password));

    public async Task SignInAsync(string name)
    {
        using var response = await TrySignInAsync(name, TestSite.Password);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
    }

    public void Dispose()
    {
        _client.Dispose();
        _handler.Dispose();
    }

    [GeneratedRegex("""name="__RequestVerificationToken" type="hidden" value="(?<token>[^"]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Token();
}
