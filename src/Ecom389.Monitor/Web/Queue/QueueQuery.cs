using System.Globalization;
using Ecom389.Monitor.Core;
using Microsoft.AspNetCore.WebUtilities;

namespace Ecom389.Monitor.Web.Queue;

/// <summary>A tab of the queue.</summary>
public enum QueueTab
{
    /// <summary>New and held: what is to be done now.</summary>
    ToDo,
    Waiting,
    Confirmed,
    Dismissed,
    All,
}

/// <summary>What the queue is narrowed to, as it stands in the address: a link can be sent, kept and gone back to.</summary>
public sealed record QueueQuery
{
    public const int PageSize = 50;

    public const string Path = "/hang-doi";

    private const int LongestText = 200;

    private static readonly (QueueTab Tab, string Name)[] TabNames =
    [
        (QueueTab.ToDo, "can-xu-ly"), (QueueTab.Waiting, "dang-cho"), (QueueTab.Confirmed, "da-xac-nhan"),
        (QueueTab.Dismissed, "da-loai"), (QueueTab.All, "tat-ca"),
    ];

    private static readonly (Channel Channel, string Name)[] ChannelNames =
    [
        (Core.Channel.Marketplace, "san"), (Core.Channel.Social, "mang-xa-hoi"), (Core.Channel.Website, "website"),
    ];

    public QueueTab Tab { get; init; }

    public string? Violation { get; init; }

    public string? SourceId { get; init; }

    public Channel? Channel { get; init; }

    public string? Text { get; init; }

    /// <summary>1-based.</summary>
    public int Page { get; init; } = 1;

    /// <summary>True when anything but the tab narrows the list.</summary>
    public bool IsNarrowed => Violation is not null || SourceId is not null || Channel is not null || Text is not null;

    /// <summary>Reads an address. What is not understood is left out: an old link still opens.</summary>
    public static QueueQuery Read(IQueryCollection query)
    {
        var text = Value("tim");
        return new()
        {
            Tab = TabNames.FirstOrDefault(tab => string.Equals(tab.Name, Value("trang-thai"), StringComparison.Ordinal)).Tab,
            Violation = Value("loai"),
            SourceId = Value("nguon"),
            Channel = ChannelNames.Where(channel => string.Equals(channel.Name, Value("kenh"), StringComparison.Ordinal)).Select(channel => (Channel?)channel.Channel).FirstOrDefault(),
            Text = text,
            Page = int.TryParse(Value("trang"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Clamp(page, 1, 100_000) : 1,
        };

        string? Value(string name) => query[name].ToString().Trim() is { Length: > 0 } value
            ? value.Length > LongestText ? value[..LongestText] : value
            : null;
    }

    public QueueFilter Filter() => new()
    {
        States = Tab switch
        {
            QueueTab.ToDo => [ReviewState.New, ReviewState.Leased],
            QueueTab.Waiting => [ReviewState.Waiting],
            QueueTab.Confirmed => [ReviewState.Confirmed],
            QueueTab.Dismissed => [ReviewState.Dismissed],
            _ => null,
        },
        Violation = Violation,
        SourceId = SourceId,
        Channel = Channel,
        Text = Text,
        Offset = (Page - 1) * PageSize,
        Limit = PageSize,
    };

    /// <summary>The address of the queue narrowed like this.</summary>
    public string Url => QueryHelpers.AddQueryString(Path, Parameters(withPage: true));

    /// <summary>The address of an item opened from here: the next one will come from the same narrowing.</summary>
    public string ItemUrl(Guid id) => QueryHelpers.AddQueryString($"/muc/{id}", Parameters(withPage: false));

    /// <summary>The same with another page, from the first again for anything else.</summary>
    public QueueQuery At(int page) => this with { Page = page };

    private List<KeyValuePair<string, string?>> Parameters(bool withPage)
    {
        var parameters = new List<KeyValuePair<string, string?>>();
        if (Tab != QueueTab.ToDo) parameters.Add(new("trang-thai", TabNames.First(tab => tab.Tab == Tab).Name));
        if (Violation is not null) parameters.Add(new("loai", Violation));
        if (SourceId is not null) parameters.Add(new("nguon", SourceId));
        if (Channel is not null) parameters.Add(new("kenh", ChannelNames.First(channel => channel.Channel == Channel).Name));
        if (Text is not null) parameters.Add(new("tim", Text));
        if (withPage && Page > 1) parameters.Add(new("trang", Page.ToString(CultureInfo.InvariantCulture)));
        return parameters;
    }
}
