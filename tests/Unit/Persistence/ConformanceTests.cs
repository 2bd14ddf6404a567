namespace Signalbox.Unit.Persistence;

/// <summary>What every database must do: the same tests run on each.</summary>
public abstract class ConformanceTests
{
    protected ConformanceTests(TestDatabase database)
    {
        Assert.SkipWhen(database.Absent is not null, database.Absent ?? "");
        Database = database;
    }

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected TestDatabase Database { get; }
}
