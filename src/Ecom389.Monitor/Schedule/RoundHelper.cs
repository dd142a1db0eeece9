using System.Collections.Concurrent;
using System.Data.Common;
using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Operations.Notices;
using Ecom389.Monitor.Pipeline;
using Ecom389.Monitor.Pipeline.Shared;
using Ecom389.Monitor.Schedule.Jobs;

namespace Ecom389.Monitor.Schedule;

/// <summary>
/// Makes this process one of the workers of a store that serves several machines: it signs that it is there, and helps with every scan
/// that is open, whoever began it. Comes and goes at will.
/// </summary>
internal sealed partial class RoundHelper
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(3);

    private readonly Installation _installation;
    private readonly MonitorServices _services;
    private readonly IScanRounds _rounds;
    private readonly RoundsInHand _inHand;
    private readonly NightInputs _inputs;
    private readonly NoticeBoard _notices;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    public RoundHelper(Installation installation, MonitorServices services, IScanRounds rounds, RoundsInHand inHand, NightInputs inputs, NoticeBoard notices, TimeProvider time, ILogger log)
    {
        _installation = installation;
        _services = services;
        _rounds = rounds;
        _inHand = inHand;
        _inputs = inputs;
        _notices = notices;
        _time = time;
        _log = log;
    }

    /// <summary>Until cancelled; pages in flight are then ended and what was claimed is given back.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var helping = Task.CompletedTask;
        using var timer = new PeriodicTimer(Look, _time);
        do
        {
            try
            {
                await _rounds.SignAsync(leaves: false, stop);
                if (helping.IsCompleted) helping = await NextAsync(stop);
            }
            catch (Exception fault) when (fault is DbException or IOException or TimeoutException)
            {
                LogAway(fault);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
        while (await WaitAsync(timer, stop));

        await helping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _rounds.SignAsync(leaves: true, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken stop)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<Task> NextAsync(CancellationToken stop)
    {
        foreach (var ticket in await _rounds.OpenAsync(stop))
            if (_inHand.TryTake(ticket.Key) is { } hand) return HelpAsync(ticket, hand, stop);
        return Task.CompletedTask;
    }

    private async Task HelpAsync(RoundTicket ticket, IDisposable hand, CancellationToken stop)
    {
        using var taken = hand;
        try
        {
            var (config, _) = await _inputs.CrawlerAsync(stop);
            var (scorer, _) = _inputs.Scorer();
            LogHelping(ticket.Key);
            var opened = new ConcurrentBag<OpenedItem>();
            var runner = new ScanRunner(_installation, _services, scorer) { Time = _time, Shared = new(ticket.Key, IsDated: true) { Helping = ticket } };
            await runner.RunAsync(
                config,
                [.. config.Sources.Where(source => source.Enabled)],
                listing =>
                {
                    if (listing.Receipt is { ItemId: { } item, ItemTrigger: "opened" } && listing.Listing.Result.Priority >= _notices.HighValue)
                        opened.Add(new(item, listing.Source, listing.Listing.Result.Priority, listing.Listing.Result.SuspectedCodes));
                },
                progress: null,
                stop);
            if (!opened.IsEmpty && ticket.Key.Split('/') is [var job, var slot]) await _notices.HighValueAsync($"{job}@{Environment.MachineName}", slot, [.. opened], CancellationToken.None);
            LogHelped(ticket.Key);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Whatever is wrong here, the one who began the scan and the other helpers go on.
            LogFailed(fault, ticket.Key);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "helping with {Round}")]
    private partial void LogHelping(string round);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Round}: nothing left to help with")]
    private partial void LogHelped(string round);

    [LoggerMessage(Level = LogLevel.Error, Message = "could not help with {Round}")]
    private partial void LogFailed(Exception fault, string round);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the store is away")]
    private partial void LogAway(Exception fault);
}
