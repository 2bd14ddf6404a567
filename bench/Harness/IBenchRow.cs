namespace Signalbox.Bench.Harness;

/// <summary>One row of design/budgets.md.</summary>
internal interface IBenchRow
{
    /// <summary>Its number there.</summary>
    string Number { get; }

    /// <summary>What it is about, in a few words.</summary>
    string Title { get; }

    /// <summary>Checks that the work is right, takes the times and reports them.</summary>
    Task RunAsync(RowContext context, CancellationToken cancellationToken);
}
