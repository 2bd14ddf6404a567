namespace Signalbox.Engine.Workflows.Binding;

/// <summary>Kinds of steps that a key is for.</summary>
[Flags]
internal enum StepKinds
{
    None = 0,
    Agent = 1,
    Shell = 2,
    Approval = 4,
    Workflow = 8,

    /// <summary>Steps that have attempts of their own.</summary>
    Work = Agent | Shell,

    All = Agent | Shell | Approval | Workflow,
}
