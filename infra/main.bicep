// Everything that brickbot needs in one resource group: an identity, a network, a database, secrets, a place for images, telemetry,
// the bot itself in a container app, and its registration with Teams.
targetScope = 'resourceGroup'

@description('Short name; every resource is named after it.')
@minLength(3)
@maxLength(16)
param name string = 'brickbot'

@description('Region of everything that has one.')
param location string = resourceGroup().location

@description('Application id of the bot registration in Microsoft Entra (single tenant).')
param botAppId string

@description('Its client secret. Goes to Key Vault.')
@secure()
param botAppPassword string

@description('Tag of the image in the registry. Empty: everything but the app and the bot, for the time before there is an image.')
param imageTag string = ''

@description('Replicas. Two let one be replaced while the other serves; each gets its share of what Teams permits an app.')
@minValue(1)
@maxValue(5)
param replicas int = 2

@description('Address of the Databricks workspace, https://adb-….azuredatabricks.net.')
param databricksHost string

@description('Password of the database administrator. Goes to Key Vault as a part of addresses.')
@secure()
@minLength(16)
param databasePassword string

@description('Token that reads the git repository, where it is private. Empty: none.')
@secure()
param gitToken string = ''

@description('Key that seals the tokens of people who sign in: 32 bytes in base64. Empty: nobody can sign in.')
@secure()
param secretKey string = ''

@description('User name and password that webhooks of Databricks and Azure DevOps show. Empty: none is let in.')
param webhookUser string = ''
@secure()
param webhookPassword string = ''

@description('Name of the OAuth connection of the bot, where environments act as people. Empty: none.')
param oauthConnection string = ''

@description('brickbot.yaml: environments, tests, models, roles. It holds no secret.')
param configuration string = loadTextContent('../brickbot.yaml')

@description('Addresses that get the alerts.')
param alertEmails array = []

param tags object = { product: 'brickbot' }

var unique = '${name}-${uniqueString(resourceGroup().id)}'
var hasImage = !empty(imageTag)
var usesSecretKey = !empty(secretKey)
var usesWebhooks = !empty(webhookPassword)
var usesGitToken = !empty(gitToken)

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-identity'
  location: location
  tags: tags
}

module network 'network.bicep' = {
  name: '${name}-network'
  params: {
    name: name
    location: location
    tags: tags
  }
}

module watch 'watch.bicep' = {
  name: '${name}-watch'
  params: {
    name: name
    location: location
    tags: tags
    alertEmails: alertEmails
  }
}

module registry 'registry.bicep' = {
  name: '${name}-registry'
  params: {
    name: unique
    location: location
    tags: tags
    pullerId: identity.properties.principalId
  }
}

module database 'database.bicep' = {
  name: '${name}-database'
  params: {
    name: unique
    location: location
    tags: tags
    administratorPassword: databasePassword
    subnetId: network.outputs.databaseSubnetId
    dnsZoneId: network.outputs.databaseZoneId
    logsId: watch.outputs.workspaceId
  }
}

module secrets 'secrets.bicep' = {
  name: '${name}-secrets'
  params: {
    name: unique
    location: location
    tags: tags
    readerId: identity.properties.principalId
    botAppPassword: botAppPassword
    databaseUrl: 'postgres://brickbot:${uriComponent(databasePassword)}@${database.outputs.host}:5432/brickbot?sslmode=verify-full'
    gitToken: gitToken
    secretKey: secretKey
    webhookPassword: webhookPassword
  }
}

module app 'app.bicep' = if (hasImage) {
  name: '${name}-app'
  params: {
    name: name
    location: location
    tags: tags
    identityId: identity.id
    identityClientId: identity.properties.clientId
    subnetId: network.outputs.appSubnetId
    workspaceName: watch.outputs.workspaceName
    insightsName: watch.outputs.insightsName
    registryServer: registry.outputs.server
    imageTag: imageTag
    replicas: replicas
    configuration: configuration
    databricksHost: databricksHost
    botAppId: botAppId
    webhookUser: webhookUser
    oauthConnection: oauthConnection
    vaultUri: secrets.outputs.vaultUri
    usesGitToken: usesGitToken
    usesSecretKey: usesSecretKey
    usesWebhooks: usesWebhooks
  }
}

module bot 'bot.bicep' = if (hasImage) {
  name: '${name}-bot'
  params: {
    name: unique
    tags: tags
    appId: botAppId
    endpoint: 'https://${app.outputs.host}/api/messages'
  }
}

output BOT_ENDPOINT string = hasImage ? 'https://${app.outputs.host}' : ''
output REGISTRY_NAME string = registry.outputs.name
output IDENTITY_CLIENT_ID string = identity.properties.clientId
