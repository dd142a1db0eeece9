namespace Ecom389.Monitor.Schedule;

/// <summary>The database through which the schedules of several machines agree who fires.</summary>
/// <param name="ConnectionString">As Npgsql writes it, with its secrets: never logged.</param>
internal sealed record ScheduleCluster(string ConnectionString)
{
    /// <summary>Between two signs of life to the other machines.</summary>
    public TimeSpan CheckIn { get; init; } = TimeSpan.FromSeconds(7.5);

    /// <summary>Says that there is one, and no more.</summary>
    public override string ToString() => nameof(ScheduleCluster);
}
