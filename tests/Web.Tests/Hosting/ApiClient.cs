using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Accounts;

namespace Ecom389.Monitor.Web.Tests.Hosting;

/// <summary>A program with a token.</summary>
public sealed class ApiClient : IDisposable
{
    private readonly HttpClient _client;

    private ApiClient(TestSite site, string? key)
    {
        _client = new() { BaseAddress = new Uri(site.Address + "/api/v1/") };
        if (key is not null) _client.DefaultRequestHeaders.Authorization = new("Bearer", key);
    }

    public static ApiClient WithKey(TestSite site, string? key) => new(site, key);

    public static async Task<ApiClient> ForAsync(TestSite site, string user, ApiScopes scopes = ApiScopes.Read | ApiScopes.Decide | ApiScopes.Capture) => new(site, (await TokenAsync(site, user, scopes)).Key);

    public static async Task<NewToken> TokenAsync(TestSite site, string user, ApiScopes scopes)
    {
        var tokens = new ApiTokens(site.Store.Credentials, site.Store.Users, site.Clock);
        return await tokens.MakeAsync((await site.Store.Users.FindAsync(user, default))!, "test", scopes, 30, "test", default);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(path);

    public Task<HttpResponseMessage> PostAsync(string path, object? body = null) => _client.PostAsJsonAsync(path, body ?? new { });

    public async Task<JsonElement> ReadAsync(string path)
    {
        using var response = await _client.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());
    }

    public void Dispose() => _client.Dispose();
}
