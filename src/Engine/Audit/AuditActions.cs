namespace Signalbox.Engine.Audit;

/// <summary>What can be done. Scripts match on them; they do not change.</summary>
public static class AuditActions
{
    public const string RunStart = "run.start";
    public const string RunCancel = "run.cancel";
    public const string RunPause = "run.pause";
    public const string RunResume = "run.resume";
    public const string RunNext = "run.next";
    public const string RunRerun = "run.rerun";
    public const string RunFork = "run.fork";
    public const string RunAddSteps = "run.add-steps";
    public const string RunImport = "run.import";
    public const string RunPin = "run.pin";
    public const string ApprovalDecide = "approval.decide";
    public const string AgentRegister = "agent.register";
    public const string AgentChange = "agent.change";
    public const string AgentRemove = "agent.remove";
    public const string RepositoryAdd = "repository.add";
    public const string RepositoryChange = "repository.change";
    public const string RepositoryForget = "repository.forget";
    public const string WorkspaceRemove = "workspace.remove";
    public const string WorkspaceKeep = "workspace.keep";
    public const string WorkflowSave = "workflow.save";
    public const string TemplateSave = "template.save";
    public const string LearningDecide = "learning.decide";
    public const string TrustImport = "trust.import";
    public const string TrustRemove = "trust.remove";
    public const string FeatureChange = "feature.change";
    public const string FeatureRemove = "feature.remove";
    public const string MetricsTarget = "metrics.target";
    public const string MetricsImport = "metrics.import";
    public const string RegressionLink = "regression.link";
    public const string RegressionWithdraw = "regression.withdraw";
    public const string ConfigurationApply = "configuration.apply";
    public const string ConfigurationRollback = "configuration.rollback";
}
