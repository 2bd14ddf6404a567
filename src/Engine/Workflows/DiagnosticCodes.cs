namespace Signalbox.Engine.Workflows;

/// <summary>The stable codes of <see cref="Diagnostic.Code"/> (design/workflow-format.md, Rules). Scripts match on them; they do not change.</summary>
public static class DiagnosticCodes
{
    // the file as text
    public const string TooLarge = "too-large";
    public const string Encoding = "encoding";
    public const string ControlCharacter = "control-character";
    public const string Empty = "empty";

    // the file as YAML
    public const string Syntax = "syntax";
    public const string Tab = "tab";
    public const string TooDeep = "too-deep";
    public const string TooManyNodes = "too-many-nodes";
    public const string RecursiveAlias = "recursive-alias";
    public const string UnknownAlias = "unknown-alias";
    public const string DuplicateKey = "duplicate-key";
    public const string KeyNotText = "key-not-text";
    public const string Tag = "tag";
    public const string MultipleDocuments = "multiple-documents";

    // the file as a workflow
    public const string UnknownKey = "unknown-key";
    public const string NotAvailable = "not-available";
    public const string MissingKey = "missing-key";
    public const string WrongType = "wrong-type";
    public const string NotAllowed = "not-allowed";
    public const string OutOfRange = "out-of-range";
    public const string BadName = "bad-name";
    public const string DuplicateName = "duplicate-name";
    public const string KeyNotForThis = "key-not-for-this";
    public const string NoSteps = "no-steps";
    public const string StepKind = "step-kind";
    public const string UnknownStep = "unknown-step";
    public const string NeedsCycle = "needs-cycle";
    public const string MissingAgent = "missing-agent";
    public const string UnknownAgent = "unknown-agent";
    public const string OutputPath = "output-path";
    public const string RequiredDefault = "required-default";
    public const string UnknownRepository = "unknown-repository";
    public const string UnknownMcpServer = "unknown-mcp-server";
    public const string UnknownWorkflow = "unknown-workflow";
    public const string UnknownInput = "unknown-input";
    public const string UnreachableStep = "unreachable-step";
    public const string EdgeNeverTaken = "edge-never-taken";
    public const string BadPattern = "bad-pattern";
    public const string BadCron = "bad-cron";
    public const string UnknownTimeZone = "unknown-time-zone";
    public const string BadInput = "bad-input";
    public const string CacheOfCli = "cache-of-cli";
    public const string ReservedName = "reserved-name";

    // expressions
    public const string ExpressionSyntax = "expression-syntax";
    public const string ExpressionType = "expression-type";

    // templates
    public const string RunInterpolation = "run-interpolation";
    public const string TemplateTooLarge = "template-too-large";
    public const string TemplateTooDeep = "template-too-deep";
    public const string TemplateSyntax = "template-syntax";
    public const string TemplateHelper = "template-helper";
    public const string TemplateLimit = "template-limit";
    public const string UnknownName = "unknown-name";
    public const string UnknownOutput = "unknown-output";
    public const string StepNotBefore = "step-not-before";
    public const string NotText = "not-text";
}
