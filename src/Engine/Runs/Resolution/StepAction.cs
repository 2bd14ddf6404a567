namespace Signalbox.Engine.Runs.Resolution;

/// <summary>One thing that a decision does with a step run.</summary>
/// <param name="Step">The step run.</param>
/// <param name="Why">The reason in words.</param>
public abstract record StepAction(StepRun Step, string Why)
{
    /// <summary>Whether work begins with it; else it only writes down what has come.</summary>
    public bool Begins => this is not (Skip or Fail or Complete or Answer or Remind);

    /// <summary>Begins an attempt.</summary>
    public sealed record Start(StepRun Step, int Attempt, string Why) : StepAction(Step, Why);

    /// <summary>Does not run it.</summary>
    public sealed record Skip(StepRun Step, string Why) : StepAction(Step, Why);

    /// <summary>Fails it without an attempt: a condition that has no value, items that failed, an answer or a child run that says no.</summary>
    public sealed record Fail(StepRun Step, string Why) : StepAction(Step, Why);

    /// <summary>Completes it without an attempt: items, an answer, a child run.</summary>
    public sealed record Complete(StepRun Step, string Why) : StepAction(Step, Why);

    /// <summary>Makes a step run of each item of a list.</summary>
    public sealed record Expand(StepRun Step, IReadOnlyList<object?> Items, string Why) : StepAction(Step, Why);

    /// <summary>Asks a person.</summary>
    public sealed record Ask(StepRun Step, string Why) : StepAction(Step, Why);

    /// <summary>Answers in place of the person who did not in time.</summary>
    public sealed record Answer(StepRun Step, Approval Approval, ApprovalStatus Status, string Why) : StepAction(Step, Why);

    /// <summary>Recalls a question before its deadline.</summary>
    public sealed record Remind(StepRun Step, Approval Approval, string Why) : StepAction(Step, Why);

    /// <summary>Starts a child run.</summary>
    public sealed record CallWorkflow(StepRun Step, string Why) : StepAction(Step, Why);

    /// <summary>Goes on with an attempt that a worker has claimed.</summary>
    public sealed record Hand(StepRun Step, StepClaim Claim, string Why) : StepAction(Step, Why);

    /// <summary>Takes an edge of a graph; <see cref="NewVisit"/> when the step there has been visited before.</summary>
    public sealed record Follow(StepRun Step, string? To, bool NewVisit, string Why) : StepAction(Step, Why);

    /// <summary>Visits a step once more; it is told what is to change.</summary>
    public sealed record Visit(StepRun Step, string Comment, string Why) : StepAction(Step, Why);
}
